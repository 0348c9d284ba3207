"""How the documentation is built: python -m sphinx -W -n -b html docs docs/_build.

Strict and without a network. Notebooks are shown as they are kept, without outputs; with
``-D nb_execution_mode=cache`` they are run, as the published site has them.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import building  # noqa: E402

import topics  # noqa: E402

project = "country-topics"
author = "The country-topics developers"
copyright = author
version = release = topics.__version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "building"]
exclude_patterns = ["_build", "**.ipynb_checkpoints"]
nitpicky = True
suppress_warnings = ["mystnb.unknown_mime_type"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "tasklist"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_execution_timeout = 300
nb_execution_raise_on_error = True

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say types, with shapes and ranges
numpydoc_show_class_members = False
default_role = "code"

html_theme = "furo"
html_title = f"country-topics {version}"
html_static_path = ["_static"]
html_css_files = ["topics.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_math_renderer = "mathml"


def setup(app):
    """Take the notebooks over before Sphinx looks for pages."""
    building.copy_notebooks(ROOT / "notebooks", Path(app.srcdir) / "tutorials")
