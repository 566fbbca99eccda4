"""Through a proxy on the same machine nobody sits at this machine, however the proxy behaves.

The app is started as `make run` does: it would show internal figures to who sits here.
"""

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.browser.conftest import Visit
from tests.browser.proxy import proxied
from tests.browser.reading import show
from tests.browser.serving import ALIAS

pytestmark = pytest.mark.browser
INTERNAL = "aandachtswijk"


@pytest.mark.parametrize("is_honest", [True, False], ids=["honest", "careless"])
def test_a_proxy_that_passes_the_host_on_gets_the_public_view(
    visit: Visit, local: str, is_honest: bool
) -> None:
    with proxied(local, passes_host_on=True, is_honest=is_honest) as port:
        page = visit(f"http://{ALIAS}:{port}", stranger=True)
        show(page, "/wijk?wijk=klingerberg")
        expect(page.locator(".vd-source").last).to_contain_text("openbare weergave")
        assert INTERNAL not in page.content().lower()
        page.close()


@pytest.mark.parametrize("is_honest", [True, False], ids=["honest", "careless"])
def test_a_proxy_that_changes_the_host_is_refused(local: str, is_honest: bool) -> None:
    """The page comes from another origin than the app thinks that it has."""
    with proxied(local, passes_host_on=False, is_honest=is_honest) as port:
        assert refusal(port, origin=f"http://{ALIAS}:{port}") == 403
    with proxied(local, passes_host_on=True, is_honest=is_honest) as port:
        assert refusal(port, origin=f"http://127.0.0.1:{port}") is None


def test_this_machine_by_its_own_name_through_an_honest_proxy(visit: Visit, local: str) -> None:
    with proxied(local, passes_host_on=True, is_honest=True) as port:
        page = visit(f"http://127.0.0.1:{port}", stranger=True)
        show(page, "/wijk?wijk=klingerberg")
        expect(page.locator(".vd-source").last).to_contain_text("openbare weergave")
        page.close()


def refusal(port: int, *, origin: str) -> int | None:
    """Return the status with which a websocket is refused, None when it is not."""
    try:
        with connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=Origin(origin)):
            return None
    except InvalidStatus as refused:
        return refused.response.status_code
