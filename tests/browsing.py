"""A headless browser for tests of the page; where there is none, they are skipped with a reason."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = (
    "axe_playwright_python",
    "axe_core_python",
)  # packages that bring axe.min.js, the newer first


def start(browser, driver):
    """Start a browser, or skip the test, saying why."""
    if browser is None or driver is None:
        pytest.skip("no chromium and chromedriver here: the explorer was not tried in a browser")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    from selenium.common.exceptions import WebDriverException
    from urllib3.exceptions import HTTPError

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    try:
        return webdriver.Chrome(options=options, service=service)
    except (WebDriverException, HTTPError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        pytest.skip(f"{browser} does not start, so the explorer was not tried in it: {reason}")


def axe_script():
    """Return the source of axe-core, or skip the test."""
    for package in AXE:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")
    pytest.skip("axe-core is not installed (pip install axe-core-python)")
