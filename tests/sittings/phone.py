"""People with phones and browsers, over HTTP."""

import re
from dataclasses import dataclass
from html import unescape

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.quiz.domain.simulation.screens import Simulation
from app.sittings.demo import fields_of, presses
from app.sittings.models import Sitting
from app.sittings.service import current_task, put_aside
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser

BEGIN = {"ten": "Nguyễn Thị Lan", "may": "own", "dong-y": "1", "ten-nay": "dung"}


@dataclass
class Phone:
    """A browser of somebody who sits the test; `app` is asked only for what a learner would know from having learned."""

    app: PrebuiltPages
    client: TestClient

    @classmethod
    def new(cls, app: PrebuiltPages) -> "Phone":
        return cls(app, browser(app))

    @property
    def fastapi(self) -> FastAPI:
        assert isinstance(self.app.app, FastAPI)
        return self.app.app

    def begin(self, **fields: str) -> str:
        """The address of the sitting."""
        reply = self.client.post("/chung-nhan/bat-dau", data={**BEGIN, **fields})
        assert reply.status_code == 303, reply.text
        return str(reply.headers["location"])

    def form(self, url: str) -> dict[str, str]:
        """The hidden fields of the page."""
        html = self.client.get(url).text
        return {
            name: unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
        }

    def answer(self, url: str, *, right: bool = True) -> int:
        """The task on the screen, with the status of the last reply."""
        key, content = self.asked(url)
        if isinstance(content, Simulation):
            status = 0
            for action in presses(content, right=right):
                sent = {"khoa": key, "thu-tu": str(action.seq), "cham": action.control}
                status = self.client.post(f"{url}/bam", data=sent).status_code
            return status
        return self.client.post(f"{url}/tra-loi", data={"khoa": key, **fields_of(content, right=right)}).status_code

    def asked(self, url: str):  # type: ignore[no-untyped-def]
        state = self.fastapi.state
        token = url.rsplit("/", 1)[1]
        with state.database.session(writes=False) as session:
            sitting = session.query(Sitting).filter_by(token=token).one()
            found = current_task(session, state.standards, sitting)
        assert found is not None
        return found.task.key, found.content

    def asked_simulation(self, url: str) -> tuple[str, Simulation]:
        """The open task, once it is a simulation; what comes before is put aside."""
        state = self.fastapi.state
        while True:
            key, content = self.asked(url)
            if isinstance(content, Simulation):
                return key, content
            with state.database.session(writes=True) as session:
                sitting = session.query(Sitting).filter_by(token=url.rsplit("/", 1)[1]).one()
                put_aside(session, state.engine, sitting, sitting.active_at)
                session.commit()

    def finish(self, url: str, *, right: bool = True) -> str:
        """Answers until the end; gives the page."""
        for _ in range(40):
            html = self.client.get(url).text
            if "Bài chứng nhận" in html and 'name="khoa"' not in html:
                return html
            assert self.answer(url, right=right) < 400
        raise AssertionError("the sitting does not end")
