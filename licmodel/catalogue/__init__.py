"""Published facts shipped as data, each with its source: discount schedules, indices, prices."""
