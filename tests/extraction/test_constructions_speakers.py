"""Who speaks."""

from __future__ import annotations

import pytest
from press import read

SPEAKERS = [
    ("Le ministre hongrois Laszlo Vidor a dit que tout allait bien.", ["HUN"]),
    ("« Tout va bien », a dit le ministre hongrois Laszlo Vidor.", ["HUN"]),
    ("Laszlo Vidor, ministre hongrois des Transports, a dit que tout allait bien.", ["HUN"]),
    ("Le Hongrois Laszlo Vidor a dit que tout allait bien.", ["HUN"]),
    ("Le ministre hongrois Laszlo Vidor est arrivé. M. Vidor a dit que tout allait bien.", ["HUN"]),
    ("Le ministre hongrois Laszlo Vidor est arrivé. Il a dit que tout allait bien.", ["HUN"]),
    ("Le ministre hongrois Laszlo Vidor est arrivé. Ce dernier a dit que tout allait bien.", ["HUN"]),
    (
        "Le ministre hongrois Laszlo Vidor a dit que tout allait bien. Le ministre a ajouté qu'il partait.",
        ["HUN", "HUN"],
    ),
    ("Le Kremlin a dit que tout allait bien.", ["RUS"]),
    ("La Maison Blanche estime que tout va bien.", ["USA"]),
    ("Nairobi a dit que tout allait bien.", ["KEN"]),
    ("La France et l'Italie ont dit que tout allait bien.", ["FRA+ITA"]),
    ("Le chef de la diplomatie turque a dit que tout allait bien.", ["TUR"]),
    ("L'ambassadeur de France au Mali a dit que tout allait bien.", ["FRA"]),
    ("Le porte-parole de l'OTAN a dit que tout allait bien.", ["NATO"]),
    ("S'exprimant devant la presse, le ministre cubain a dit que tout allait bien.", ["CUB"]),
    ("Le ministre cubain, qui rentrait de Rome, a dit que tout allait bien.", ["CUB"]),
    ("À Rome, le ministre cubain a dit que tout allait bien.", ["CUB"]),
    ("À Rome, le ministre de la Défense a dit que tout allait bien.", ["ITA"]),
    ("Un responsable américain a dit, sous couvert d'anonymat, que tout allait bien.", ["USA"]),
    (
        "Le président turc a dit que tout allait bien. Son porte-parole a ajouté que rien ne pressait.",
        ["TUR", "TUR"],
    ),
    ("La ministre suédoise a vu le ministre grec. Elle a dit que tout allait bien.", ["SWE"]),
    ("Le ministre grec a vu la ministre suédoise Ebba Lind. Elle a dit que tout allait bien.", ["SWE"]),
    (
        "Le Chili a reçu une lettre de l'Italie. « Tout va bien », a dit le ministre de la Défense, à Rome.",
        ["ITA"],
    ),
    (
        "Le Chili négocie avec la Pologne. Le ministre des Transports, Tadeusz Wisniewski, est optimiste. "
        "« Tout va bien », a-t-il dit.",
        ["POL"],
    ),
    ("L'ambassadrice de Suède au Mali a dit que tout allait bien.", ["SWE"]),
    ("La Suède a un consulat au Mali. Son ambassadeur au Mali a dit que tout allait bien.", ["SWE"]),
    ("La Ligue arabe a dit que tout allait bien.", ["ARABLEAGUE"]),
    ("Le gouverneur irakien de Maysan, Ali al-Bahadli, qui partait, a dit que tout allait bien.", ["IRQ"]),
    ("Le Pérou a écrit à l'Otan. Au sujet de l'Otan, il a dit que rien ne pressait.", ["PER"]),
    ("L'organisation Reporters sans frontières (RSF) a dit que tout allait mal.", ["RSF"]),
    ("Le Chili attend. À Rome, le ministre de la Défense a dit que tout allait bien.", ["ITA"]),
    ("Le Chili a écrit à Rome. Le ministre de la Défense a remercié le Chili de son geste.", ["ITA"]),
    (
        "Le Chili a dit que rien ne pressait. La délégation cubaine est partie. « Tout va mal », a dit son chef.",
        ["CHL", "CUB"],
    ),
    ("Le Hezbollah est là. Le groupe, qui recule, a dit que tout allait bien.", ["HEZBOLLAH"]),
    ("Le syndicat Solidarité Rail défile. Le syndicat a dit que tout allait mal.", ["SOLIDARITE_RAIL"]),
    (
        "Le ministre cubain a dit que tout allait bien. Cette rencontre a confirmé que rien ne pressait.",
        ["CUB", "CUB"],
    ),
    (
        "L'Union africaine, qui dispose de cinq cents soldats à Bangui, dont vingt Togolais, a appelé au calme.",
        ["AU"],
    ),
    (
        "Le ministre de la Défense, Luis Ortega, arrive. Le Chili attend. "
        "Le ministre péruvien Luis Ortega a dit que tout allait bien.",
        ["PER"],
    ),
    ("Le ministre letton débute en expliquant que tout va bien.", ["LVA"]),
    ("L'ambassadeur d'Israël Gideon Sharvit a dit que tout allait bien.", ["ISR"]),
    ("Des sources interrogées par l'AFP au Niger ont dit que tout allait bien.", ["NER"]),
    ("Le ministre cubain est arrivé. Les manifestants ont dit que tout allait mal.", ["MANIFESTANTS"]),
    (
        "Le ministre cubain a dit que rien ne pressait. Les textes ont confirmé que tout allait mal.",
        ["CUB", "CUB"],
    ),
    (
        "Tout va bien, a indiqué le ministre japonais, qui a promis que d'autres cargaisons suivraient.",
        ["JPN", "JPN"],
    ),
    (
        "Le ministre cubain est venu. Il a salué la visite du Chili. Il a dit que tout allait bien.",
        ["CUB"] * 2,
    ),
]


@pytest.mark.parametrize(("text", "sides"), SPEAKERS)
def test_the_article_tells_for_whom_one_speaks(text: str, sides: list[str]) -> None:
    assert [s.speaker.side for s in read(text)] == sides


def test_the_name_is_the_persons_full_name() -> None:
    (statement,) = read("Le ministre hongrois Laszlo Vidor est arrivé. M. Vidor a dit que tout allait bien.")
    assert statement.speaker.mention == "M. Vidor" or statement.speaker.mention == "Vidor"
    assert statement.speaker.name == "Laszlo Vidor"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Le syndicat Solidarité Rail a dit que tout allait mal.", "SOLIDARITE_RAIL"),
        ("L'opposante Marta Quirós a dit que tout allait mal.", "QUIROS"),
        ("Les rebelles ont dit que tout allait mal.", "REBELLES"),
    ],
)
def test_who_stands_for_no_state_has_a_name_of_their_own(text: str, side: str) -> None:
    assert [s.speaker.side for s in read(text)] == [side]


def test_leaders_are_known_by_the_day() -> None:
    assert read("M. Chirac a dit que tout allait bien.", "2003-03-10")[0].speaker.side == "FRA"


@pytest.mark.parametrize(
    "text",
    [
        "Au ministère tunisien de l'Intérieur, on assure que le dossier est clos.",
        "« Le dossier est clos », dit-on au ministère tunisien de l'Intérieur.",
        "Au ministère tunisien de l'Intérieur, où l'on s'étonne, on assure que le dossier est clos.",
    ],
)
def test_one_speaks_for_the_house_that_is_named(text: str) -> None:
    assert [s.speaker.side for s in read(text)] == ["TUN"]


def test_a_text_speaks_for_whoever_wrote_it() -> None:
    text = "Une note de l'ambassade thaïlandaise circule au Laos. Le texte précise que le ciment vient de Saraburi."
    assert [s.speaker.side for s in read(text)] == ["THA"]


def test_the_country_of_a_service_is_read_across_a_compound_noun() -> None:
    text = "Le chef du contre-espionnage croate, Tomislav Perkovac, a dit que l'affaire était close."
    assert [s.speaker.side for s in read(text)] == ["HRV"]


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("L'évêque libanais s'est entremis. Il", "EVEQUE_LIBANAIS"),
        ("La ministre libanaise a souri. Il", "BATISTA"),
        ("Le ministre libanais n'a rien nié. Il", "LBN"),
    ],
)
def test_a_pronoun_stands_for_the_office_of_which_the_sentence_before_tells(sentence: str, side: str) -> None:
    text = f"« Nous bloquerons le pont », a lâché le docker Éliton Batista. {sentence} a promis de revenir."
    assert [s.speaker.side for s in read(text)] == ["BATISTA", side]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Oslo, estimant la trêve rompue, a appelé à des sanctions.", "Oslo"),
        (
            "Le roi norvégien, accompagné de son ministre, le général Berg, a promis un audit.",
            "Le roi norvégien",
        ),
        (
            "Le port rouvrira, a fait savoir l'ambassade norvégienne, qui a exhorté Rome à attendre.",
            "l'ambassade norvégienne",
        ),
    ],
)
def test_circumstances_between_commas_are_no_part_of_a_speaker(text: str, mention: str) -> None:
    statement = read(text)[-1]
    assert (statement.speaker.mention, statement.speaker.side) == (mention, "NOR")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Le négociateur de l'UE, l'Autrichien Karl Wimmer, a dit que la porte restait ouverte.", "EU"),
        ("L'armée jordanienne a tiré, indique un communiqué.", "JOR"),
        ("Le pape François a dit à Israël que la guerre devait finir.", "VAT"),
        ("« C'est fini pour lui », confie un proche du président tunisien.", "TUN"),
        ("Ce n'est pas l'avis de Rome, qui estime que le plan est mort.", "ITA"),
        ("À entendre le ministre hongrois, Oslo n'aurait rien à craindre.", "HUN"),
        ("Selon Kiev, qui cite ses espions, Moscou masse des troupes.", "UKR"),
        ("L'envoyé de l'ONU pour le Yémen, Hans Berg, a dit que rien ne pressait.", "UN"),
        ("Washington et Ottawa négocient. Le ministre, Paul Lavoie, a dit que rien n'était signé.", "CAN"),
    ],
)
def test_demonyms_releases_and_polities_tell_for_whom_one_speaks(text: str, side: str) -> None:
    assert [s.speaker.side for s in read(text)] == [side]
