"""An add-on says who issues an owner's licences, where the signed package does not."""

from __future__ import annotations

import pytest

from solicense_plugin import hookimpl
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.hooks.contributions import Issuer
from solicense_plugin.services import overview, updates
from tests.support.listening import install
from tests.support.signing import plan
from tests.support.world import ADMIN, World

SERVER, SHOP = "https://licences.acme.example", "https://shop.acme.example"


class Acme:
    """The add-on of a partner."""

    api = "solicense-addon/1"

    def __init__(self, owner: str = "ACME") -> None:
        self.issuer = Issuer(
            owner_name=owner, licence_url=SERVER, shop_url=SHOP, support_text="Acme's desk"
        )

    @hookimpl
    def solicense_issuers(self) -> list[Issuer]:
        return [self.issuer]


@pytest.fixture(autouse=True)
def acme(world: World) -> None:
    install(world, acme=Acme())


def seen(world: World, owner: str = "ACME") -> ModuleOwner:
    return overview.overview(
        world.context, owner=owner, language="en", viewer="1", expected=True
    ).owner


def test_what_a_package_lacks_its_issuer_says(partner: World) -> None:
    partner.own(plan("sign", 3))
    install(partner, acme=Acme())
    owner = seen(partner)
    assert (owner.licence_url, owner.shop_url) == (SERVER, SHOP)
    assert owner.support_text == "Acme's desk"


def test_what_a_package_says_holds_before_its_issuer(partner: World) -> None:
    partner.own(plan("sign", 3), ShopUrl="https://shop.example", SupportText="Signed desk")
    install(partner, acme=Acme())
    owner = seen(partner)
    assert (owner.shop_url, owner.support_text) == ("https://shop.example", "Signed desk")
    assert owner.licence_url == SERVER


def test_before_the_first_package_there_are_shop_and_support(world: World) -> None:
    owner = seen(world)
    assert (owner.shop_url, owner.support_text) == (SHOP, "Acme's desk")


def test_nobody_but_its_package_speaks_for_the_platform(world: World) -> None:
    install(world, acme=Acme("SUPEROFFICE"))
    world.own(plan("sales", 3))
    assert seen(world, "SUPEROFFICE").shop_url == ""


def test_the_issuers_server_is_asked_only_where_the_operator_allows_it(partner: World) -> None:
    partner.own(plan("sign", 3))
    install(partner, acme=Acme())
    done = updates.check(partner.context, owner="ACME", actor=ADMIN).checks
    assert done.reason.code == "not-permitted"
