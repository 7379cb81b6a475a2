"""Reported speech without a quotation of its own: clauses, infinitives, nouns, sources, incises."""

from __future__ import annotations

import pytest
from press import said

CLAUSES = [
    ("Lisbonne a annoncé que la flotte rentrerait au port.", "que la flotte rentrerait au port", "PRT"),
    (
        "La ministre danoise a, en outre, rappelé que le traité restait ouvert.",
        "que le traité restait ouvert",
        "DNK",
    ),
    (
        "Le président péruvien a déclaré, ce que nul n'attendait, qu'il rencontrerait Quito.",
        "qu'il rencontrerait Quito",
        "PER",
    ),
    ("Oslo n'a pas dit si ses navires partiraient.", None, "NOR"),
    ("Oslo a demandé si les navires partiraient.", "si les navires partiraient", "NOR"),
    ("Le gouvernement letton affirme avoir fermé sa frontière.", "avoir fermé sa frontière", "LVA"),
    ("Vienne dit vouloir reprendre les pourparlers.", "vouloir reprendre les pourparlers", "AUT"),
    (
        "Ottawa a prévenu Paris que les droits de douane doubleraient.",
        "que les droits de douane doubleraient",
        "CAN",
    ),
    ("Hanoï a menacé de rappeler son ambassadeur.", "de rappeler son ambassadeur", "VNM"),
    ("Hanoï menace Manille de représailles.", "Manille de représailles", "VNM"),
    ("Le Caire a salué la décision de Tunis.", "la décision de Tunis", "EGY"),
    ("Le Caire a appelé à la retenue.", "à la retenue", "EGY"),
    ("Le Brésil a demandé à la Bolivie de rouvrir le pont.", "à la Bolivie de rouvrir le pont", "BRA"),
    ("Le Brésil a exhorté ses voisins à rouvrir le pont.", "ses voisins à rouvrir le pont", "BRA"),
    ("Rome accuse Tripoli d'avoir menti.", "Tripoli d'avoir menti", "ITA"),
    ("Rome a qualifié la proposition d'« inacceptable ».", "la proposition d'« inacceptable »", "ITA"),
    ("L'Islande s'est félicitée de l'accord.", "de l'accord", "ISL"),
    ("Budapest met en garde contre un nouveau blocus.", "contre un nouveau blocus", "HUN"),
    ("Le ministre malien a tenu à remercier l'Algérie.", "l'Algérie", "MLI"),
    ("Le ministre kényan se dit prêt à rencontrer Kampala.", "prêt à rencontrer Kampala", "KEN"),
    ("Le ministère kényan menace de fermer la frontière.", "de fermer la frontière", "KEN"),
    ("Rome n'en réclame pas moins une enquête.", "une enquête", "ITA"),
    ("L'Ukraine a par contre averti que les tirs reprendraient.", "que les tirs reprendraient", "UKR"),
    ("Le ministre peul a qualifié en mars le raid de « crime ».", "le raid de « crime »", None),
    ("Kinshasa réclame entre 6 et 10 milliards de dollars.", "entre 6 et 10 milliards de dollars", "COD"),
    ("La Tunisie a présenté ses condoléances à l'Égypte.", "ses condoléances à l'Égypte", "TUN"),
    (
        "Hanoï a donné quarante-huit heures à Manille pour retirer ses navires.",
        "quarante-huit heures à Manille pour retirer ses navires",
        "VNM",
    ),
    (
        "L'Allemagne a exigé de la Grèce qu'elle rende les fonds.",
        "de la Grèce qu'elle rende les fonds",
        "DEU",
    ),
    (
        "Le ministre cubain a rappelé que, après le séisme, rien n'avait été payé.",
        "que, après le séisme, rien n'avait été payé",
        "CUB",
    ),
    (
        "Le ministre turc a voulu apaiser Athènes en déclarant que les navires rentreraient.",
        "que les navires rentreraient",
        "TUR",
    ),
    (
        "Le ministre letton a affirmé que Riga tiendrait parole et souhaitait rouvrir son consulat.",
        "que Riga tiendrait parole et souhaitait rouvrir son consulat",
        "LVA",
    ),
    (
        "Oslo a mis en garde les équipages : quiconque approchera perdra son navire.",
        "les équipages : quiconque approchera perdra son navire",
        "NOR",
    ),
    ("Oslo accuse Riga d'ingérence : des drapeaux ont été vus au port.", "Riga d'ingérence", "NOR"),
    (
        "Oslo évoque six morts : deux marins et quatre pêcheurs.",
        "six morts : deux marins et quatre pêcheurs",
        "NOR",
    ),
    (
        "Oslo juge « parfaitement inadmissible » que Riga se taise.",
        "« parfaitement inadmissible » que Riga se taise",
        "NOR",
    ),
    (
        "Oslo a promis de couler tout navire d'où partiraient des tirs.",
        "de couler tout navire d'où partiraient des tirs",
        "NOR",
    ),
    (
        "Oslo a condamné le raid et retiré ses troupes.",
        "le raid",
        "NOR",
    ),
    ("L'armée prétend que Riga ment, ce que rien ne prouve.", "que Riga ment", None),
    (
        "Le ministre cubain a rappelé deux jours plus tôt que le port était fermé.",
        "que le port était fermé",
        "CUB",
    ),
    ("Oslo annonce qu'elle votera blanc : un geste sans lendemain.", "qu'elle votera blanc", "NOR"),
    (
        "Oslo a critiqué l'accord que Paris et Rome ont signé.",
        "l'accord que Paris et Rome ont signé",
        "NOR",
    ),
]


@pytest.mark.parametrize(("text", "quote", "side"), CLAUSES)
def test_what_a_cue_governs_is_the_statement(text: str, quote: str | None, side: str | None) -> None:
    found = said(text)
    assert [q for q, _ in found] == ([quote] if quote else [])
    assert side is None or not found or found[0][1] == side


CIRCUMSTANCES = [
    ", bien que la Bolivie ait protesté",
    ", trois jours après la disparition d'un cargo",
    ", en raison d'un différend sur les frais de transit",
    ", au lendemain d'un vote contesté",
    ", à la suite d'un incident de frontière",
    ", dans lesquels des traces de plomb auraient été trouvées",
    ", selon un communiqué",
    ", sans donner de date",
    ", une décision que Madrid a jugée regrettable",
]


@pytest.mark.parametrize("words", CIRCUMSTANCES)
def test_the_reporters_circumstances_are_no_part_of_the_content(words: str) -> None:
    (quote, _), *_ = said(f"Lisbonne a annoncé la fermeture du détroit aux chalutiers{words}.")
    assert quote == "la fermeture du détroit aux chalutiers"


SOURCES = [
    (
        "Selon Bogota, la frontière restera fermée tout l'été.",
        "la frontière restera fermée tout l'été",
        "COL",
    ),
    (
        "La frontière restera fermée tout l'été, selon Bogota.",
        "La frontière restera fermée tout l'été",
        "COL",
    ),
    ("D'après le ministre irlandais, le texte sera signé lundi.", "le texte sera signé lundi", "IRL"),
    (
        "Pour le président polonais, « rien n'est joué dans cette affaire ».",
        "rien n'est joué dans cette affaire",
        "POL",
    ),
    ("À en croire Bakou, les travaux avancent vite.", "les travaux avancent vite", "AZE"),
    ("Aux yeux de Séoul, cette lettre ne vaut rien.", "cette lettre ne vaut rien", "KOR"),
    ("Les navires partiront demain, a annoncé le ministre grec.", "Les navires partiront demain", "GRC"),
    ("Les navires partiront demain, affirme-t-on à Athènes.", "Les navires partiront demain", "GRC"),
    (
        "Le Japon enverra du riz au Népal, a indiqué le ministre japonais, qui rentrait de Lima.",
        "Le Japon enverra du riz au Népal",
        "JPN",
    ),
    (
        "Le ministre turc est venu. Les équipes sont prêtes, a-t-il assuré, à partir sans délai.",
        "Les équipes sont prêtes, a-t-il assuré, à partir sans délai",
        "TUR",
    ),
    (
        "Vienne prépare, selon un diplomate autrichien, une réponse aux attaques.",
        "Vienne prépare, selon un diplomate autrichien, une réponse aux attaques",
        "AUT",
    ),
    (
        "Le Mexique, écrit le quotidien officiel, « s'apprête à payer cher ce refus ».",
        "Le Mexique, écrit le quotidien officiel, « s'apprête à payer cher ce refus »",
        None,
    ),
    (
        "Selon Ebba Lind, porte-parole du ministère suédois, « il a manqué trois heures de courant ».",
        "il a manqué trois heures de courant",
        "SWE",
    ),
    ("Selon les enquêteurs, les tirs venaient du port.", "les tirs venaient du port", None),
    (
        "Selon l'armée malienne, désormais, le calme règne dans le nord.",
        "le calme règne dans le nord",
        "MLI",
    ),
    (
        "Le ministre turc est parti. Selon lui, les navires rentreront lundi.",
        "les navires rentreront lundi",
        "TUR",
    ),
    (
        "Les deux camps ont signé une déclaration selon laquelle les tirs cesseront.",
        "les tirs cesseront",
        None,
    ),
    (
        "La Norvège, a précisé le ministre norvégien, ne vendra pas son gaz.",
        "La Norvège, a précisé le ministre norvégien, ne vendra pas son gaz",
        "NOR",
    ),
]


@pytest.mark.parametrize(("text", "quote", "side"), SOURCES)
def test_sources_and_incises_report_the_words_around_them(text: str, quote: str, side: str | None) -> None:
    ((found, code),) = said(text)
    assert found == quote
    assert side is None or code == side


def test_a_relative_names_the_source_before_it() -> None:
    text = "« Nous restons », a dit la ministre danoise, pour qui « rien n'est perdu dans cette affaire »."
    assert said(text) == [("Nous restons", "DNK"), ("rien n'est perdu dans cette affaire", "DNK")]


@pytest.mark.parametrize("noun", ["le calendrier arrêté", "la loi danoise", "un plan ancien"])
def test_what_nobody_says_is_no_source(noun: str) -> None:
    assert said(f"Selon {noun}, les navires partiront lundi.") == []


def test_an_apposition_or_a_relative_before_the_cue_makes_no_incise() -> None:
    text = "Le porte-parole du gouvernement, Janis Ozols, a accusé la Suède d'avoir coupé le câble."
    assert [q for q, _ in said(text)] == ["la Suède d'avoir coupé le câble"]
    text = "Le chef de file des élus, Paul Rask, qui craint « un piège », a exhorté Oslo à patienter."
    assert [q for q, _ in said(text)] == ["un piège", "Oslo à patienter"]


def test_a_cue_in_a_relative_clause_has_content_of_its_own() -> None:
    text = "Le parquet letton a mis en cause Tunis, qu'il accuse d'avoir caché des preuves."
    assert [q for q, _ in said(text)] == ["Tunis", "d'avoir caché des preuves"]


CHAINS = [
    (
        "Tokyo a dit que la porte restait ouverte, ajoutant que rien ne pressait.",
        ["que la porte restait ouverte", "que rien ne pressait"],
    ),
    ("Sofia a remercié Athènes et promis de lui livrer du gaz.", ["Athènes", "de lui livrer du gaz"]),
    ("Sofia a dénoncé le raid, avant d'exiger des excuses.", ["le raid", "des excuses"]),
    ("Sofia estime que le texte est mauvais et demande un délai.", ["que le texte est mauvais", "un délai"]),
    (
        "Rabat a prié Riga d'ouvrir ses archives, tout en rappelant que rien ne pressait.",
        ["Riga d'ouvrir ses archives", "que rien ne pressait"],
    ),
    (
        "La Suède a critiqué le texte, l'ambassadeur russe assurant que rien ne pressait.",
        ["le texte", "que rien ne pressait"],
    ),
    (
        "Oslo a remercié Riga, la Suède a salué son geste et le Danemark réclame des lits.",
        ["Riga", "son geste", "des lits"],
    ),
    ("Rabat a dénoncé le raid tandis que Tunis appelait au calme.", ["le raid", "au calme"]),
    (
        "Oslo a rejeté le texte, qu'elle a qualifié de « piège ».",
        ["le texte", "de « piège »"],
    ),
    (
        "Oslo déplore « un mauvais signal » et se réserve le droit de saisir la Cour.",
        ["un mauvais signal", "de saisir la Cour"],
    ),
]


@pytest.mark.parametrize(("text", "quotes"), CHAINS)
def test_each_cue_with_content_of_its_own_makes_a_statement(text: str, quotes: list[str]) -> None:
    assert [q for q, _ in said(text)] == quotes


def test_the_agent_of_a_passive_is_the_speaker() -> None:
    assert said("L'accord a été rejeté par le parlement suédois.") == [("L'accord", "SWE")]
    assert said("Oslo est accusée par Moscou de tricher.")[0] == ("de tricher", "RUS")
    assert said("Ces thèses sont rejetées par la partie suédoise.") == [("Ces thèses", "SWE")]


def test_what_the_reporter_adds_of_the_object_is_no_content() -> None:
    text = "Le ministre grec a promis de revoir l'accord (signé en 1998), accusé de ruiner les éleveurs."
    assert [quote for quote, _ in said(text)] == ["de revoir l'accord"]


@pytest.mark.parametrize(
    "text",
    [
        "La pluie est tombée sur Lima toute la nuit.",
        "Le général commande les forces du nord.",
        "L'accord a été rejeté.",
        "Oslo n'a rien annoncé.",
        "La demande de visas a doublé en Espagne.",
        "La Cour a condamné la Belgique à verser deux millions d'euros.",
        "Le ministre grec a refusé de répondre.",
        "Le Pérou a reconnu le Kosovo.",
        "La nouvelle menace de tempête vide les plages d'Espagne.",
        "Le navire suédois a été menacé par une avarie.",
        "Les députés suédois peuvent supprimer la taxe d'habitation.",
        "Je pense que les navires finlandais partiront.",
        "L'analyse critique du rapport suédois reste à faire.",
        "Le ministre grec a parlé après l'annonce des résultats.",
        "Le général suédois qui se fait appeler « le faucon du Nord », a levé six cents volontaires.",
    ],
)
def test_acts_and_nouns_are_no_statements(text: str) -> None:
    assert said(text) == []


def test_the_conditional_of_hearsay_is_a_statement_of_the_one_named() -> None:
    assert said("Le roi du Maroc aurait promis de recevoir Madrid.") == [("de recevoir Madrid", "MAR")]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Le port rouvrira lundi, a promis hier le sous-secrétaire cubain au Commerce.",
            "Le port rouvrira lundi",
        ),
        ("Le port a rouvert lundi, a confirmé l'aviation civile cubaine.", "Le port a rouvert lundi"),
        ("La marine cubaine dit ne pas pouvoir rouvrir le port.", "ne pas pouvoir rouvrir le port"),
        ("Le ministre cubain ne croit pas que le port rouvrira.", "que le port rouvrira"),
        ("La marine cubaine invoque une panne.", "une panne"),
        ("Le port rouvrira lundi, a annoncé mardi l'autorité des ports cubains.", "Le port rouvrira lundi"),
        ("Le consul cubain raconte avoir vu les détenus.", "avoir vu les détenus"),
        ("Le consul cubain assure n'avoir vu que « deux détenus ».", "n'avoir vu que « deux détenus »"),
        ("Le consul cubain s'est engagé par écrit à rouvrir le port.", "à rouvrir le port"),
        ("Le consul cubain ne cache pas que le port est fermé.", "que le port est fermé"),
        ("La Havane a donné l'assurance que le port rouvrirait.", "que le port rouvrirait"),
        ("Les deux États sont convenus de rouvrir le port.", "de rouvrir le port"),
        ("Le ministre cubain n'exclut pas de rouvrir le port.", "de rouvrir le port"),
        (
            "Des lits seront réservés aux marins, selon le ministre cubain.",
            "Des lits seront réservés aux marins",
        ),
        ("Le port rouvrira, glisse un de ses négociateurs.", "Le port rouvrira"),
        ("« Le port est sauvé », balaie l'union des marins.", "Le port est sauvé"),
        ("Le ministre cubain s'en remet à la décision du port.", "à la décision du port"),
        ("La Havane a fait état de 9.500 dossiers en attente.", "de 9.500 dossiers en attente"),
    ],
)
def test_incises_of_services_and_denied_beliefs_report(text: str, quote: str) -> None:
    assert quote in [found for found, _ in said(text)]


def test_an_object_before_a_comma_is_not_who_speaks_next() -> None:
    assert said("Le ministre cubain a reçu les Suédois, a promis une aide.") == [("une aide", "CUB")]


def test_what_is_hidden_is_not_said() -> None:
    assert not said("Le ministre cubain cache que le port est fermé.")


def test_acts_that_say_nothing_are_no_statements() -> None:
    for act in (
        "a renoncé à la présidence",
        "s'est opposé à la loi",
        "a approuvé le prêt",
        "s'est adressé aux élus",
    ):
        assert said(f"Le ministre cubain {act}.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Les Suédois qui siègent au comité demandent que le vote soit refait.",
            [("que le vote soit refait", "SWE")],
        ),
        ("Le maire suédois dont la ville manque d'eau craint le pire.", [("le pire", "SWE")]),
        (
            "Les Suédois qui ont condamné le raid exigent une enquête.",
            [("le raid", "SWE"), ("une enquête", "SWE")],
        ),
        ("Les Suédois qui ont salué l'accord ont quitté la salle.", [("l'accord", "SWE")]),
        (
            "La banque suédoise pour laquelle il travaille dit regretter l'erreur.",
            [("regretter l'erreur", "SWE")],
        ),
    ],
)
def test_a_subject_may_hold_a_relative_clause_without_commas(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le texte est jugé « trop flou » par Cuba.", [("trop flou", "CUB")]),
        ("La visite a été qualifiée de « provocation » par Cuba.", [("de « provocation »", "CUB")]),
        ("Oslo a lu une note jugée « trop floue » par Cuba.", [("trop floue", "CUB")]),
        (
            "Accusée par Cuba de tricher, Oslo a promis un audit.",
            [("de tricher", "CUB"), ("un audit", "NOR")],
        ),
        (
            "Des marins accusés par Cuba d'avoir fui sont rentrés à pied.",
            [("d'avoir fui", "CUB")],
        ),
        (
            "Oslo a salué l'accord, qualifié par Cuba de « leurre ».",
            [("l'accord", "NOR"), ("de « leurre »", "CUB")],
        ),
    ],
)
def test_what_an_agent_calls_someone_is_its_statement(text: str, found: list[tuple[str, str]]) -> None:
    assert [(q, side) for q, side in said(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Alors que Cuba appelle au calme, Oslo parle de provocation.",
            [("au calme", "CUB"), ("de provocation", "NOR")],
        ),
        (
            "Si Cuba affirme que tout va bien, Oslo dit craindre une panne.",
            [("que tout va bien", "CUB"), ("craindre une panne", "NOR")],
        ),
        (
            "Après que Cuba a annoncé la fermeture du port, Oslo a menacé de partir.",
            [("la fermeture du port", "CUB"), ("de partir", "NOR")],
        ),
    ],
)
def test_a_clause_that_opens_its_sentence_ends_at_the_main_one(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Cuba a une nouvelle fois appelé les deux camps à la retenue.", "les deux camps à la retenue"),
        ("Le consul cubain s'est félicité pour sa part d'un accord.", "d'un accord"),
        ("Le consul cubain a lui-même reconnu des « erreurs ».", "des « erreurs »"),
        (
            "« Le pont est fermé depuis hier », met-il toutefois en garde à Cuba.",
            "Le pont est fermé depuis hier",
        ),
        ("Cuba assure ne pas disposer de navires.", "ne pas disposer de navires"),
        ("Le port fermerait, croit savoir un diplomate cubain.", "Le port fermerait"),
        ("Cuba, par la voix de son consul à Rome, Ana Ruiz, plaide pour « un répit ».", "pour « un répit »"),
        ("Les autorités cubaines réclament justice.", "justice"),
        ("Cuba a tendu la main au Chili, l'appelant à rouvrir le port.", "à rouvrir le port"),
    ],
)
def test_words_between_subject_cue_and_content_are_passed_over(text: str, quote: str) -> None:
    assert (quote, "CUB") in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le maire cubain s'est refusé à tout commentaire.",
        "Un maire cubain a requis l'anonymat.",
    ],
)
def test_who_refuses_to_speak_says_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Cuba a donné au Chili jusqu'à lundi pour rouvrir le port.", "jusqu'à lundi pour rouvrir le port"),
        (
            "Le port est fermé, une mesure que Cuba a dit regretter « de tout cœur ».",
            "regretter « de tout cœur »",
        ),
        ("Le consul cubain a annoncé en fin de journée la fermeture du port.", "la fermeture du port"),
        (
            "Les marins, d'après le consul cubain, ne sont pas visés.",
            "Les marins, d'après le consul cubain, ne sont pas visés",
        ),
        (
            "Le consul cubain dit que tout va bien. Et de rappeler que le port est ouvert.",
            "que le port est ouvert",
        ),
        ("Cuba, qui réclame près d'un million d'euros, a porté plainte.", "près d'un million d'euros"),
        ("Cuba exige l'application de l'accord, se référant à sa lettre.", "l'application de l'accord"),
        ("Cuba a remercié les marins, ces derniers ayant sauvé le navire.", "les marins"),
        (
            "Le virus qui a paralysé hier le port est « l'œuvre d'un État », a affirmé la police cubaine.",
            "Le virus qui a paralysé hier le port est « l'œuvre d'un État »",
        ),
    ],
)
def test_terms_amounts_and_what_follows_a_content(text: str, quote: str) -> None:
    assert (quote, "CUB") in said(text)


def test_a_second_name_is_no_statement() -> None:
    assert said("Le comité cubain, dit « Groupe de Vienne », a siégé.") == []


def test_a_noun_after_a_preposition_is_no_cue() -> None:
    assert said("Peu après l'annonce des résultats, le maire cubain est parti.") == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Cuba n'a rien promis, se bornant à souhaiter « une détente ».", "une détente"),
        ("Le consul cubain n'a pas hésité : il a traité Oslo de « pirate ».", "pirate"),
        ("Cuba rejette en bloc ces accusations.", "ces accusations"),
        ("« Tout est sur la table », a lancé, énigmatique, la ministre cubaine.", "Tout est sur la table"),
        ("Selon le consul cubain, citant un marin, le port est fermé.", "le port est fermé"),
        ("Le consul cubain a, devant la presse, accusé Oslo de mentir.", "Oslo de mentir"),
        ("Cuba a donné à Oslo six semaines pour rouvrir le port.", "six semaines pour rouvrir le port"),
        ("« Le port rouvrira », a écrit sur Telegram Ana Ruiz, consule cubaine.", "Le port rouvrira"),
    ],
)
def test_launching_participles_and_asides_after_a_cue(text: str, quote: str) -> None:
    assert (quote, "CUB") in said(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jugeant l'accord « honteux », Cuba a rappelé son consul.", [("l'accord « honteux »", "CUB")]),
        (
            "Tout en saluant l'accord, Cuba a dit craindre une panne.",
            [("l'accord", "CUB"), ("craindre une panne", "CUB")],
        ),
        ("Se disant « trahie », Cuba a quitté la salle.", [("trahie", "CUB")]),
        (
            "Oslo est là. Estimant que rien n'avait changé, Cuba a quitté la salle.",
            [("que rien n'avait changé", "CUB")],
        ),
    ],
)
def test_a_participle_that_opens_its_sentence_is_said_by_the_main_subject(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Cuba « déplore » cette décision.", "« déplore » cette décision"),
        ("Le gouvernement cubain a « fermement condamné » le raid.", "« fermement condamné » le raid"),
        ("Pas question de renouer avec Oslo, avertit le consul cubain.", "Pas question de renouer avec Oslo"),
    ],
)
def test_a_cue_may_stand_in_quotation_marks_itself(text: str, quote: str) -> None:
    assert said(text) == [(quote, "CUB")]
