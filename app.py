"""The dashboard for ``streamlit run app.py``; ``licmodel app`` starts the same pages.

To open another folder, or a file: ``streamlit run app.py -- FOLDER``.
"""

from licmodel.dashboard.main import show

show()
