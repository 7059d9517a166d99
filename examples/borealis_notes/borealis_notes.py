"""Notes for whoever looks after licences: a tab without any HTML, and a module as add-on."""

from solicense_plugin import LicenceTab, PanelAction, PanelNotice, PanelValues, TabContext, hookimpl

api = "solicense-addon/1"

_PLANS = [("Notes Basic", "24"), ("Notes Team", "6")]


@hookimpl
def solicense_licence_tabs() -> list[LicenceTab]:
    return [LicenceTab(key="borealis-notes", title="Borealis Notes", weight=600, values=_panel)]


def _panel(context: TabContext) -> PanelValues:
    return PanelValues(
        notices=[PanelNotice(f"Borealis Notes is set up for {context.installation}.")],
        columns=["Plan", "Users"],
        rows=_PLANS,
        actions=[PanelAction("Order more", "https://borealis.example/order")],
    )
