"""The closed classes of French words, folded, that bound a noun phrase or a clause."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES: Final = _words("le la l' les un une des ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes du aucun aucune plusieurs deux trois quatre certains certaines d'autres chaque tout toute tous toutes")
PRONOUNS: Final = _words("il elle ils elles on celui-ci celle-ci lui je nous")
RELATIVE: Final = _words("qui lequel laquelle lesquels lesquelles")
SUBORDINATORS: Final = _words(
    "que qu' ou quand lorsque lorsqu' si s' comme car dont puisque puisqu' tandis alors mais donc or puis quoique bien parce tant pourquoi comment"
)
PREPOSITIONS: Final = _words(
    """a au aux dans en lors apres avant pour selon depuis malgre face sur sous devant derriere via chez vers par avec
    sans contre pendant durant entre parmi outre hormis concernant suite jusqu' grace des d' de du quant"""
)
TIME: Final = _words(
    """lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui avant-hier demain matin soir midi apres-midi
    hui janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre dernier derniere prochain
    passe veille lendemain nuit recemment plus tard tot aussitot"""
)
ADVERBS: Final = _words(
    """egalement aussi notamment toutefois cependant neanmoins ensuite enfin ainsi donc alors deja encore toujours
    bien meme pas jamais d'abord surtout plutot desormais la dessus puis ici outre meme seulement presque tres pourtant
    finalement en outre sitot aussitot toutefois hier"""
)
FORUMS: Final = _words(
    """communique communiques conference point entretien interview declaration discours tweet message lettre allocution
    intervention reunion sommet visite presse television radio chaine journal quotidien antenne micro tribune texte
    rapport note compte facebook twitter telegram x reseaux afp reuters issue marge occasion cours terme sortie
    deplacement debat audience session journalistes reporters correspondants depeche billet blog"""
)
BE_HAVE: Final = _words(
    """a ont avait avaient aura auront aurait auraient eut est sont etait etaient sera seront serait seraient fut furent
    n' ne"""
)
"""Words that show a finite verb, where a noun phrase cannot go on."""
STOPS: Final = _words(", ; : . ! ? … ( ) «» — –")
SPEECH_NOUNS: Final = _words("film video livre roman chanson album emission rapport operation loi projet programme mouvement slogan surnomme surnommee baptise baptisee intitule intitulee appele appelee nomme nommee titre dite dit dits dites denomme denommee journal hebdomadaire magazine site festival prix affaire")
"""Words before a title or a name in quotation marks."""
