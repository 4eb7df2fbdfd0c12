"""French phrasings of requests to the calendar, contacts, notes, clock and calculator.

{when}: the whole time; {to}: the same behind its preposition ("au 3 mai"); {day} and {time}: apart; {x}: length, place,
people; {of}: "du 3 mai", "de cette semaine". Verbs in <> follow the mood of the request (phrases_french.py).
"""
AGENDA = "[dans mon agenda|à mon agenda|dans l'agenda|à l'agenda|dans mon calendrier|au calendrier|dans mon planning|sur mon agenda|au planning]"

CREATE = [
    f"![<ajouter>|<mettre>|<inscrire>|<noter>|<rentrer>|<placer>|<caler>|<enregistrer>] {{title}} {AGENDA} {{when}}{{x}}",
    f"![<ajouter>|<mettre>|<noter>|<inscrire>|<rentrer>] {{title}} {{when}}{{x}} {AGENDA}",
    "![<ajouter>|<mettre>|<caler>|<noter>|<inscrire>|<placer>] {title} {when}{x}",
    "![<planifier>|<programmer>|<prévoir>|<organiser>|<fixer>|<créer>|<réserver>|<poser>] {title} {when}{x}",
    "![<planifier>|<programmer>|<prévoir>|<organiser>|<fixer>] {title}{x} {when}",
    "![<créer>|<ajouter>|<faire>|<programmer>] [un événement|un évènement|un rendez-vous|une entrée|un rdv|une date] [appelé|intitulé|nommé|qui s'appelle|:|avec pour titre|du nom de] {title} {when}{x}",
    "![<créer>|<ajouter>|<prendre>|<fixer>] [un événement|un rendez-vous|un créneau|un rdv] {when}{x} [appelé|intitulé|pour|:] {title}",
    "![<planifier>|<prévoir>|<ajouter>|<mettre>] {when}{x} : {title}",
    "![<bloquer>|<réserver>|<garder>|<libérer>|<retenir>] {when} pour {title}{x}",
    "![<bloquer>|<garder>] {title} {when}{x}",
    f"![<bloquer>|<réserver>] {{when}}{{x}} {AGENDA} pour {{title}}",
    "![<me mettre>|<me noter>|<me caler>|<me programmer>] {title} {when}{x}",
    "![<nous mettre>|<nous caler>] {title} {when}{x}",
    "![<me inscrire>|<me prévoir>] {title} {when}{x}",
    "![<ajouter>|<noter>] ce qui suit : {title}, {when}{x}",
    f"![<ajouter>|<mettre>] {AGENDA} : {{title}} {{when}}{{x}}",
    "![<ajouter>|<créer>] {title} comme [événement|rendez-vous|nouvelle entrée] {when}{x}",
    "![<faire> en sorte que|<veiller> à ce que] {title} soit [dans|sur] mon [agenda|calendrier] {when}{x}",
    "![<trouver>|<faire>] de la place pour {title} {when}{x}",
    "![<noter>|<écrire>] que {when} j'ai {title}{x}",
    "![<noter>|<retenir>] que j'ai {title} {when}{x}",
    "{when}, {title}{x}", "{when} : {title}{x}", "{when} {title}{x}",
    "{when} [j'ai|on a|nous avons|il y a|y a|j'aurai|je fais|c'est] {title}{x}",
    "{title} {when}{x}", "{title}, {when}{x}", "{title} : {when}{x}", "{title} - {when}{x}", "{title}{x} {when}", "{title}{x}, {when}",
    "{title} {when}{x}, [<le ajouter>|<le noter>|<le mettre> dans mon agenda|à noter|à mettre dans l'agenda|c'est à inscrire|dans l'agenda]",
    "{title} [c'est|ce sera|aura lieu|est prévu|est fixé|commence|tombe] {when}{x}",
    "{title} [c'est|aura lieu|est prévu] {when}{x}[. <le mettre> dans mon agenda|, <le noter>|, à ajouter au calendrier|. <le ajouter>]",
    "[j'ai|on a|nous avons|il y a|je vais avoir|j'aurai|y a] {title} {when}{x}",
    "[j'ai|on a|il y a|nous avons] {title} {when}{x}[. <le mettre> dans mon agenda|, <le ajouter> à l'agenda|, tu peux le noter ?|. <le noter> s'il te plaît|, mets ça dans mon agenda]",
    "[je voudrais|je veux|j'aimerais|il me faut|on veut|il nous faut] {title} {when}{x}",
    "[je voudrais|j'aimerais|je veux|on veut] [avoir|planifier|prévoir|programmer|caler] {title} {when}{x}",
    "[il ne faut pas que j'oublie|je ne dois pas oublier|faut pas que j'oublie|surtout ne pas oublier] {title} {when}{x}",
    "[nouvel événement|nouveau rendez-vous|nouveau rdv|nouvelle date|encore un rendez-vous] : {title} {when}{x}",
    "[nouvel événement|nouveau rendez-vous|nouveau rdv] {when}{x} : {title}",
    "[événement|rendez-vous|agenda|calendrier|rdv] : {title}, {when}{x}",
    "[rendez-vous|rdv|événement] {title} {when}{x}",
    "[est-ce qu'on peut|on peut|est-ce que je peux|c'est possible de] [caler|mettre|placer|prévoir] {title} {when}{x} ?",
    "[et|pourquoi pas|que dirais-tu de] {title} {when}{x} ? [<le ajouter>|<le mettre> dans l'agenda|<le noter>]",
    "[on m'a invité à|on m'invite à|je suis invité à|ils m'ont convié à] {title} {when}{x}[, <le ajouter>|, <le mettre> dans l'agenda|. À noter]",
    "[on vient de fixer|on s'est mis d'accord pour|je viens de réserver|j'ai pris|on a calé|je me suis inscrit à] {title} {when}{x}[, <le ajouter> à mon agenda|, <le noter>|. À mettre dans l'agenda|]",
    "{title} [vient d'être fixé|a été programmé|est calé|a été fixé] {to}{x}[, <le mettre> dans mon agenda|, <le ajouter>|. À noter dans l'agenda]",
    "à vos agendas : {title} {when}{x}", "date à retenir : {title} {when}{x}", "[à noter|à retenir|pour mémoire, dans l'agenda] : {title} {when}{x}",
    "[pense-bête pour l'agenda|pour l'agenda|pour mon planning] : {title} {when}{x}",
    # le jour et l'heure séparés
    "{day}, {title} à {time}{x}", "{day} {title} à {time}{x}", "{day} : {title} à {time}{x}", "{day} à {time} : {title}{x}",
    "{day} [j'ai|on a|il y a|nous avons] {title} à {time}{x}",
    "{day} [<ajouter>|<mettre>|<caler>|<prévoir>] {title} à {time}{x}",
    "{day}, [tu peux|peux-tu|pourrais-tu|vous pouvez] [ajouter|mettre|noter|caler] {title} à {time}{x} ?",
    "à {time} [j'ai|il y a|on a] {title} {day}{x}",
    "à {time} {title} {day}{x}",
    "![<ajouter>|<mettre>|<planifier>|<prévoir>|<caler>] {title} à {time}{x} {day}",
    "![<ajouter>|<mettre>|<programmer>|<planifier>] {title} {day}{x}, à {time}",
    f"![<ajouter>|<mettre>|<noter>] {{title}} {AGENDA} {{day}}{{x}}, à {{time}}",
    f"![<ajouter>|<mettre>] {{title}} {{day}} {AGENDA}, [à|début à|ça commence à] {{time}}{{x}}",
    "![<planifier>|<prévoir>|<programmer>|<organiser>] {day} {title} à {time}{x}",
    "![<prévoir>|<planifier>|<ajouter>] {title} {day}, [ça commence à|début à|on commence à|heure :|disons à] {time}{x}",
    "{title} {day}, [ça commence à|début à|on commence à|à partir de] {time}{x}",
    "![<bloquer>|<réserver>|<libérer>] du temps {day} à {time} pour {title}{x}",
    # on se reprend
    "{title} {day} à {oops_time}, [non|non pardon|pardon|enfin|plutôt] {time}{x}", "![<ajouter>|<mettre>|<caler>|<noter>] {title} {day} à {oops_time}, [non|pardon|enfin non|je veux dire] à {time}{x}", "![<prévoir>|<planifier>] {title} {day}, pas à {oops_time}, à {time}{x}", "{title} {oops_day}, [non|non attends|pardon|enfin] {day} à {time}{x}", "![<ajouter>|<mettre>|<caler>] {title} {oops_day}, [non|pardon|en fait] {day} à {time}{x}",
    "[j'ai|on a|il y a] {title} {day} à {oops_time}, attends, à {time}{x}",
    "{title} {oops}, [non pardon|euh non|non attends|enfin plutôt|ah non|pardon, plutôt|je veux dire] {when}{x}",
    "![<ajouter>|<mettre>|<caler>|<noter>|<prévoir>] {title} {oops}, [non|non pardon|euh non|enfin|ah non|plutôt] {when}{x}",
    "[j'ai|on a] {title} {oops}, [non|je me trompe|pardon|enfin non], c'est {when}{x}",
]

MOVE = [
    "![<déplacer>|<décaler>|<reporter>|<repousser>|<avancer>|<remettre>|<replanifier>|<reprogrammer>|<basculer>|<différer>|<bouger>] {event} {to}",
    "![<reporter>|<replanifier>|<reprogrammer>] {event} {when}",
    "![<repousser>|<décaler>|<avancer>] {event} : [plutôt|] {when}",
    "![<mettre>|<placer>|<caler>] {event} {when} [à la place|plutôt|finalement]",
    "![<faire>|<prévoir>] {event} plutôt {when}", "![<faire> commencer|<faire> débuter] {event} {when}",
    "![<changer>|<modifier>] [l'heure|la date|le début] de {event} : {when}",
    "![<changer>|<modifier>] {event} : [c'est|ce sera|passe] {when}",
    "![<déplacer>|<décaler>|<faire> glisser] {event} de {day} {to}",
    "![<déplacer>|<décaler>|<changer>] [l'événement|le rendez-vous|le rdv|l'entrée] [appelé |intitulé |nommé |]{event} {to}",
    "![<trouver>|<donner>] à {event} [une nouvelle date|un nouveau créneau|un autre horaire] : {when}",
    "![<déplacer>|<décaler>] {to} {event}",
    "{event} [doit|devrait|devra] [être déplacé|être décalé|être reporté|passer] {to}",
    "{event} [doit|devrait] [avoir lieu|commencer|se faire] {when} [plutôt|maintenant|à la place|]",
    "{event} [passe|est passé|a été déplacé|est reporté|est décalé|a été repoussé|est avancé|glisse] {to}",
    "{event} [c'est|sera|aura lieu|commence] [maintenant|désormais|finalement] {when}",
    "{event} {to} [plutôt|à la place|finalement][, s'il te plaît|, merci|]", "{event} : déplacer {to}", "{event} -> {when}",
    "[on fait|faisons|je préfère|on préfère|je préférerais|mieux vaut faire] {event} [plutôt |]{when}",
    "est-ce que {event} peut être {when} plutôt ?",
    "[peut-on|on peut|est-ce qu'on peut|tu peux] [faire|mettre|caler|déplacer] {event} {when} [plutôt|] ?",
    "[c'est possible de|est-ce possible de|tu peux|vous pouvez] [déplacer|décaler|repousser|reporter] {event} {to} ?",
    "[je ne peux pas pour|je serai en retard pour|ça ne va pas pour|il faut une autre date pour] {event}, [<le déplacer>|<le décaler>|<le repousser>] {to}",
    "[j'ai un empêchement|changement de programme|imprévu|il y a du nouveau], [<déplacer>|<décaler>|<reporter>] {event} {to}",
    "[ils veulent|elle veut|il veut|on veut] {event} {when} [plutôt|à la place|finalement]",
    "{when} [c'est mieux|ce serait mieux|ça m'arrange] pour {event}[, <le déplacer>|, <le changer>|]",
    "au lieu de {day}, [<mettre>|<faire>|<caler>] {event} {when}",
    "{event}, [finalement|en fait|au final] [c'est|ce sera|ça sera] {when}[, <le corriger>|, tu peux changer ?|]",
    "![<déplacer>|<décaler>|<reporter>] {event} [non pas {oops} mais|pas {oops}, plutôt] {when}",
    "{event} n'est [pas|plus] {oops} mais {when}",
    "![<mettre> à jour|<corriger>|<rectifier>] {event} : {when}",
]

CANCEL = [
    "![<annuler>|<supprimer>|<effacer>|<enlever>|<retirer>|<virer>|<abandonner>|<décommander>|<éliminer>|<oublier>|<dégager>|<sauter>] {event}",
    f"![<rayer>|<enlever>|<retirer>|<supprimer>|<effacer>|<sortir>|<virer>] {{event}} [de mon agenda|de l'agenda|du calendrier|de mon planning|de mon calendrier]",
    "![<annuler>|<supprimer>|<enlever>] {event} {when}",
    "![<annuler>|<supprimer>|<enlever>|<effacer>] [l'événement|le rendez-vous|le rdv|l'entrée] [appelé |intitulé |nommé |]{event}",
    "{event} [est annulé|est annulée|a été annulé|a été annulée|est tombé à l'eau|est supprimé]",
    "{event} [n'a plus lieu|n'aura pas lieu|ne se fait plus|ne se fera pas|c'est annulé|tombe à l'eau|est mort]",
    "{event} [peut sauter|doit sauter|n'est plus utile|ne sert plus], [<le supprimer>|<le enlever>|<le annuler>]",
    "{event} : [<annuler>|<supprimer>|<enlever>|annulé|à annuler|à supprimer]", "{event}, [<le annuler>|<le supprimer>] [s'il te plaît|merci|]",
    "[je ne pourrai pas aller à|je ne peux pas être à|je ne serai pas là pour|je n'irai pas à|je rate|je zappe] {event}[, <le annuler>|. <le annuler>|, <le enlever> de mon agenda|, tu peux le supprimer ?]",
    "[je n'ai plus besoin de|on n'a plus besoin de|plus besoin de|laisse tomber|laissez tomber|oublie|oubliez|plus de] {event}",
    "[on ne fera pas|on ne fait plus|il n'y aura pas|il n'y a plus] {event}[, <le supprimer>|, <le enlever>|, <le annuler>]",
    "[peut-on|on peut|tu peux|vous pouvez|est-ce que tu peux|est-ce qu'on peut] [annuler|supprimer|enlever|retirer] {event} ?",
    "[ce serait possible d'|c'est possible d'][annuler|enlever] {event} ?",
    "[ils ont annulé|elle a annulé|il a annulé|on a annulé|ils annulent] {event}[, <le enlever>|, <le retirer>|, <le supprimer>]",
    "[finalement|en fait|changement de plan,] [pas de|plus de] {event}[, <le annuler>|, <le enlever>|]",
    "{event} ? [<le annuler>|<le supprimer>|à annuler|on annule]",
    "on annule {event}", "annulation de {event}", "[je ne veux plus de|je ne veux plus aller à] {event}[, <le supprimer>|]",
    "![<faire> sauter|<mettre> à la poubelle] {event}",
]

LIST = [
    "qu'est-ce que j'ai [de prévu|au programme|dans mon agenda|à faire|] {span} ?", "qu'est-ce qu'il y a [de prévu|au programme|dans l'agenda|] {span} ?", "qu'est-ce qui est prévu {span} ?",
    "[j'ai quoi|on a quoi|il y a quoi|y a quoi] [de prévu|au programme|dans l'agenda|] {span} ?", "que [fais-je|fait-on|faisons-nous] {span} ?", "à quoi ressemble {span_the} ?", "[quel est|c'est quoi] [mon programme|le programme|mon planning|mon agenda] {span} ?",
    "[suis-je|est-ce que je suis|je suis] [libre|pris|prise|occupé|occupée|dispo|disponible] {span} ?", "[ai-je|est-ce que j'ai|j'ai] [quelque chose|des rendez-vous|un rendez-vous|des réunions|un truc|des rdv|un événement] {span} ?",
    "[y a-t-il|est-ce qu'il y a|il y a] [quelque chose|des événements|des rendez-vous|un truc] [de prévu|dans mon agenda|au calendrier|] {span} ?", "[des rendez-vous|quels rendez-vous ai-je|quels sont mes rendez-vous|des réunions|des rdv|quelles sont mes réunions] {span} ?",
    "rien [de prévu|] {span} ?", "![<me montrer>|<me donner>|<me lire>|<me lister>|<me dire>] [mon agenda|mes rendez-vous|le programme|mon planning|mes réunions|les événements] {of}", "![<montrer>|<afficher>|<lister>|<ouvrir>|<consulter>|<lire>|<vérifier>|<sortir>] [mon agenda|mes rendez-vous|le programme|le planning|les événements|le calendrier|mes rdv] {of}",
    "![<regarder>|<vérifier>|<voir>] ce [que j'ai|qu'il y a|qui est prévu] {span}", "![<me dire>|<me rappeler>] ce [que j'ai|qui est prévu|qu'il y a] {span}", "![<regarder>|<vérifier>] mon [agenda|calendrier|planning] {for}",
    "[mon agenda|mes rendez-vous|mon planning|les événements|le programme|mes rdv] {of}", "[agenda|calendrier|programme|rendez-vous|planning|rdv] {of}", "{span_the} : [qu'est-ce qui est prévu|qu'est-ce que j'ai|j'ai quoi] ?",
    "[je voudrais|j'aimerais|je veux] [savoir|voir] ce [que j'ai|qui est prévu] {span}", "quand suis-je [pris|occupé|prise|occupée] {span} ?", "où [dois-je aller|est-ce que je dois être|faut-il que j'aille] {span} ?",
    "![<me faire>|<me donner>] un [résumé|aperçu|point] {of}", "qu'est-ce qui m'attend {span} ?", "[c'est chargé|c'est rempli|je suis chargé] {span} ?", "{span}, [j'ai quoi|qu'est-ce que j'ai|on a quoi|il y a quoi] [de prévu|] ?",
    "[quoi de prévu|quoi de beau|quoi au programme] {span} ?", "quels événements [ai-je|sont prévus|y a-t-il] {span} ?", "le programme {of}, c'est quoi ?", "qu'ai-je [de prévu|] {span} ?",
]
LIST_BETWEEN = [
    "qu'est-ce que j'ai [de prévu|] entre {a} et {b} ?", "[j'ai quoi|il y a quoi|on a quoi] entre {a} et {b} ?", "qu'est-ce qui est prévu entre {a} et {b} ?", "![<montrer>|<afficher>|<lister>|<me donner>] [mon agenda|mes rendez-vous|les événements|le planning] entre {a} et {b}",
    "[ai-je|est-ce que j'ai|y a-t-il] quelque chose entre {a} et {b} ?", "des [réunions|rendez-vous|rdv] entre {a} et {b} ?", "[agenda|événements|planning|programme] entre {a} et {b}", "entre {a} et {b}, [qu'est-ce que j'ai|j'ai quoi|qu'est-ce qui est prévu] ?",
    "[suis-je|je suis|est-ce que je suis] [libre|pris|prise|occupé] entre {a} et {b} ?", "![<regarder>|<vérifier>] mon agenda entre {a} et {b}", "quels rendez-vous ai-je entre {a} et {b} ?", "que se passe-t-il entre {a} et {b} ?",
]
LIST_ALL = [
    "qu'est-ce qu'il y a dans mon [agenda|calendrier|planning] ?", "![<montrer>|<afficher>|<ouvrir>|<lire>|<lister>] [mon agenda|mon calendrier|mes rendez-vous|mes événements|le planning]", "qu'est-ce que j'ai [de prévu|au programme|à venir] ?", "quels sont mes [rendez-vous|événements|prochains rendez-vous|rdv] ?",
    "[mon agenda|mon calendrier|mes rendez-vous|mes rdv], s'il te plaît", "![<me montrer>|<me donner>] [mon agenda|mes rendez-vous|mon planning]", "quels événements ai-je ?", "c'est quoi [la suite|mon prochain rendez-vous|le programme] ?", "est-ce que j'ai des [rendez-vous|événements|réunions] ?", "qu'est-ce qui est prévu ?",
]
FREE = [
    "![<me trouver>|<trouver>|<chercher>|<me chercher>|<proposer>|<me proposer>] un [créneau|trou|créneau libre|moment] de {long} {span}", "![<me trouver>|<trouver>|<chercher>] {long} [de libre|de temps libre|] {span}", "quand [suis-je|est-ce que je suis|sommes-nous|est-on] [libre|dispo|disponible] [pour|pendant] {long} {span} ?",
    "quand [ai-je|est-ce que j'ai|y a-t-il] {long} [de libre|] {span} ?", "quand [puis-je|est-ce que je peux|peut-on|est-ce qu'on peut] [caser|placer|caler|trouver|prendre] {long} {span} ?", "[ai-je|est-ce que j'ai|j'ai] {long} [de libre|devant moi|] {span} ?",
    "[y a-t-il|est-ce qu'il y a|il y a] un [créneau|trou|moment] [libre|] de {long} {span} ?", "où [y a-t-il|est-ce que j'ai] de la place pour {long} {span} ?", "[j'ai besoin de|il me faut|je cherche] {long} [de libre|au calme|pour moi|] {span}[, quand ?|, c'est possible quand ?|. C'est possible ?|, <me trouver> un moment|, quand est-ce que je suis libre ?]",
    "{span}, quand suis-je libre [pour|pendant] {long} ?", "{span}, [<me trouver>|<trouver>|<chercher>] {long} [de libre|]", "un créneau [libre|] de {long} {span} ?", "{long} de libre {span}, quand ?", "![<trouver>|<chercher>] du temps libre {span} pour {long}", "à quel moment {long} [serait possible|serait jouable|passerait] {span} ?",
    "![<voir>|<regarder>|<vérifier>] quand [j'ai|je suis libre pour] {long} {span}", "quels créneaux de {long} [sont libres|restent libres|ai-je] {span} ?", "[je peux|puis-je|on peut] [caser|caler|placer] {long} [quelque part|] {span} ?", "les créneaux libres {span} de {long}", "[t'as|tu vois] {long} de libre {span} ?",
    "![<me dire>|<me donner>] les [créneaux|moments] libres de {long} {span}", "[dispo|disponible] {span} pour {long} ?", "mes disponibilités {span} pour {long}", "quand pourrais-je [prendre|avoir|bloquer] {long} {span} ?",
]
FREE_BETWEEN = [
    "![<trouver>|<chercher>|<me trouver>] {long} [de libre|] entre {a} et {b}", "quand suis-je libre [pour|pendant] {long} entre {a} et {b} ?", "[y a-t-il|il y a] un créneau [libre|] de {long} entre {a} et {b} ?", "![<trouver>|<proposer>] un [créneau|trou] de {long} entre {a} et {b}",
    "quand ai-je {long} [de libre|] entre {a} et {b} ?", "entre {a} et {b}, quand est-ce que je peux caser {long} ?", "{long} de libre entre {a} et {b} ?",
]

CONTACTS_FIND = [
    "quel est [le numéro|le numéro de téléphone|le mail|l'e-mail|l'adresse mail|le portable|le tél|le contact] de {name} ?", "c'est quoi [le numéro|le mail|le téléphone|l'adresse|le portable] de {name} ?", "[tu as|vous avez|on a|j'ai] [le numéro|les coordonnées|le mail|l'adresse mail|le contact|le téléphone] de {name} ?",
    "![<trouver>|<chercher>|<retrouver>|<afficher>|<montrer>|<ouvrir>] [le contact de|les coordonnées de|le numéro de|le mail de|la fiche de|le téléphone de] {name}", "![<me trouver>|<me donner>|<me chercher>|<me montrer>|<me dire>|<me sortir>] [le numéro|le mail|les coordonnées|le téléphone|l'adresse mail|le contact] de {name}",
    "![<chercher>|<regarder>|<vérifier>] dans mes contacts [si j'ai |]{name}", "![<chercher>|<trouver>|<retrouver>] {name} dans [mes contacts|le carnet d'adresses|mon répertoire]", "comment [joindre|contacter|appeler|puis-je joindre|je peux contacter|est-ce que je peux appeler] {name} ?", "qui est {name} ?", "est-ce que {name} est dans [mes contacts|mon carnet d'adresses|mon répertoire] ?",
    "est-ce que je connais [quelqu'un qui s'appelle|un certain|une certaine] {name} ?", "[le numéro|le mail|le téléphone|les coordonnées|le portable] de {name} [?|, s'il te plaît|, stp|]", "[il me faut|je cherche|je ne trouve pas] [le numéro|le mail|les coordonnées|le téléphone] de {name}", "j'ai besoin du [numéro|mail|téléphone|contact] de {name}",
    "ai-je [enregistré|noté] {name} ?", "[contact|numéro|mail|coordonnées|téléphone] de {name}", "[contact|contacts|répertoire] : {name}", "qu'est-ce qu'on a sur {name} dans [les contacts|le répertoire] ?", "je voudrais [appeler|joindre|contacter] {name}, [tu as|c'est quoi] son numéro ?", "à quel numéro [joindre|je peux joindre|appeler] {name} ?", "{name}, [c'est quoi son numéro|son numéro|son mail|tu as ses coordonnées] ?",
]
CONTACTS_ADD = [
    "![<ajouter>|<enregistrer>|<mettre>|<rentrer>|<noter>|<sauvegarder>] {name}{d} dans [mes contacts|mon carnet d'adresses|mon répertoire]", "![<ajouter>|<mettre>|<enregistrer>] {name} [à mes contacts|dans mes contacts|au répertoire|dans le carnet d'adresses]{d}",
    "![<ajouter>|<enregistrer>|<créer>|<sauvegarder>|<faire>] [un contact|un nouveau contact|le contact|une personne|une fiche] {name}{d}", "![<créer>|<ajouter>|<faire>] [un contact|un nouveau contact|une fiche] [appelé|nommé|pour|au nom de] {name}{d}", "nouveau contact[ :| -|] {name}{d}", "[contact|ajouter contact|nouveau numéro|contact à ajouter][ :|] {name}{d}",
    "![<enregistrer>|<noter>|<garder>|<retenir>] les coordonnées de {name}{d}", "{name}{d}, [<le ajouter> à mes contacts|<enregistrer> le contact|à mettre dans mes contacts|<mettre> ça dans le répertoire]", "{name} est un nouveau contact{d}", "[j'ai rencontré|je viens de rencontrer|j'ai fait la connaissance de] {name}{d}[, <enregistrer> le contact|. À ajouter aux contacts|, <le ajouter> à mes contacts]",
    "![<ajouter>|<enregistrer>] [le contact suivant|la personne suivante|mon nouveau collègue|ma nouvelle cliente|mon nouveau voisin] : {name}{d}", "[mon nouveau voisin|mon médecin|mon plombier|ma collègue|mon propriétaire|la maîtresse|mon nouveau client] [s'appelle|c'est] {name}{d}, [<enregistrer> le contact|<le ajouter> aux contacts|à enregistrer]", "![<enregistrer>|<inscrire>] {name} comme [nouveau |]contact{d}",
]
NUMBER_OF = ["[le numéro|le numéro de téléphone|le téléphone|le portable] de {name} [est le|c'est le|est] {phone}", "[le nouveau numéro|le nouveau portable] de {name} [est le|c'est le] {phone}", "![<enregistrer>|<noter>|<garder>] le {phone} comme numéro de {name}", "![<enregistrer>|<noter>|<ajouter>] le numéro {phone} pour {name}",
             "![<noter>|<enregistrer>] le numéro de {name} : {phone}", "{name}, son numéro c'est le {phone}[, <le noter>|, <le enregistrer>|]", "le {phone} c'est [le numéro|le portable] de {name}", "on peut joindre {name} au {phone}[, <le enregistrer>|, <le noter>|]", "{name} est joignable au {phone}[, à enregistrer|. <le noter>|]"]
EMAIL_OF = ["[le mail|l'e-mail|l'adresse mail|l'adresse|le courriel] de {name} [est|c'est] {email}", "![<enregistrer>|<noter>|<garder>] {email} comme [mail|adresse] de {name}", "![<enregistrer>|<noter>|<ajouter>] [le mail|l'adresse] {email} pour {name}", "![<noter>|<enregistrer>] [le mail|l'adresse mail] de {name} : {email}",
            "{email} c'est [le mail|l'adresse mail] de {name}", "on peut écrire à {name} à {email}[, <le enregistrer>|, <le noter>|]", "{name}, son mail c'est {email}[, <le noter>|]"]

NOTES_ADD = [
    "![<noter>|<écrire>|<retenir>] que {text}", "![<noter>|<écrire>|<retenir>] : {text}", "![<prendre> note|<prendre> en note|<noter> bien] que {text}", "![<prendre> note|<prendre> en note|<faire> une note|<créer> une note|<ajouter> une note|<écrire> une note|<laisser> une note] : {text}",
    "![<ajouter>|<créer>|<faire>|<écrire>|<prendre>|<enregistrer>] [une note|un mémo|une petite note|une nouvelle note|un pense-bête] [disant que|qui dit que|qui dit|:|avec le texte|-|avec] {text}", "[note|mémo|pense-bête|note à moi-même|pour mémoire|à noter|nouvelle note|note rapide] : {text}", "note à moi-même, {text}", "![<ajouter>|<mettre>|<écrire>|<ranger>] {text} [dans mes notes|à mes notes|aux notes]", "![<ajouter>|<mettre>|<écrire>] [ceci|ça|ce qui suit] dans mes notes : {text}",
    "![<noter>|<enregistrer>|<écrire>|<retenir>|<garder>] [ceci|ça|ce qui suit] : {text}", "[dans mes notes|pour mes notes|en note] [<écrire>|<mettre>|<noter>] : {text}", "{text}, [<le noter>|<noter> ça|à noter|<mettre> ça dans mes notes|<garder> ça en note|note-le]", "{text} - [à noter|<noter>|<le noter>|en note]",
    "[que je n'oublie pas|à ne pas oublier|idée|à retenir] : {text}", "[je veux|je voudrais|j'aimerais] [noter|retenir|me souvenir] que {text}", "![<garder>|<mettre>] en note : {text}", "[ma note|mes notes] : {text}", "{text}. [En note|À mettre en note|Ajoute ça à mes notes]", "![<me noter>|<me mettre>] {text} [quelque part|dans les notes|en note]",
]
NOTES_SEARCH = [
    "![<chercher>|<fouiller>|<regarder>|<parcourir>] dans mes notes {query}", "![<chercher>|<retrouver>|<trouver>|<afficher>|<montrer>|<ouvrir>|<sortir>] [mes notes|les notes|la note|ma note|ce que j'ai noté|ce que j'ai écrit] [sur|à propos de|concernant|au sujet de] {query}", "![<chercher>|<trouver>|<retrouver>] {query} dans [mes notes|les notes]",
    "qu'est-ce que j'ai [noté|écrit|mis dans mes notes] [sur|à propos de|concernant|au sujet de] {query} ?", "[ai-je|est-ce que j'ai|j'ai] [une note|des notes|quelque chose dans mes notes] [sur|à propos de|concernant] {query} ?", "[y a-t-il|est-ce qu'il y a] [une note|quelque chose dans mes notes] [sur|à propos de] {query} ?",
    "que disent mes notes [sur|à propos de] {query} ?", "[où est|où j'ai mis] [ma|la] note sur {query} ?", "quelles notes parlent de {query} ?", "[notes|mes notes|la note] [sur|à propos de] {query}[ ?|]", "[recherche dans les notes|chercher note|notes] : {query}", "[j'ai noté|j'avais noté|j'ai écrit] [quelque chose|un truc] sur {query}, [<le retrouver>|c'était quoi ?|<me montrer> ça]",
    "![<voir>|<vérifier>|<regarder>] si j'ai [noté|écrit] [quelque chose|un truc] [sur|à propos de] {query}", "c'était quoi [ma note|ce que j'ai noté|cette note] sur {query} ?", "ai-je [noté|écrit] quelque chose [sur|concernant] {query} ?", "mes notes disent quoi sur {query} ?", "![<me rappeler>|<me dire>] ce que j'ai noté [sur|à propos de] {query}",
]
CLOCK = [
    "quelle heure est-il [maintenant|] ?", "il est quelle heure [maintenant|là|] ?", "quelle heure il est ?", "c'est quoi [l'heure|la date|la date du jour] ?", "[quelle est|quelle est donc] [l'heure|la date|la date du jour|l'heure exacte|la date d'aujourd'hui] ?", "quel jour [sommes-nous|on est|est-on|est-ce] [aujourd'hui|] ?", "on est quel jour [aujourd'hui|] ?", "on est le combien [aujourd'hui|] ?", "nous sommes le combien ?",
    "[quel mois|quelle année|quel jour de la semaine] [est-on|sommes-nous|on est] ?", "![<me dire>|<me donner>] [l'heure|la date|l'heure et la date|la date du jour|l'heure exacte|le jour]", "[l'heure|la date|l'heure exacte|la date du jour] [s'il te plaît|?|, vite|]", "[tu as|vous avez|as-tu|auriez-vous] l'heure ?", "[tu sais|sais-tu] [quelle heure il est|quel jour on est|quelle est la date] ?", "[il est tard|est-il tard|il est déjà midi|c'est le week-end|on est lundi] ?",
    "![<regarder>|<vérifier>|<lire>] l'heure", "[je voudrais|il me faut|j'ai besoin de connaître|je veux savoir] [l'heure|la date]", "aujourd'hui, c'est quel jour ?", "quelle est l'heure actuelle ?", "[j'ai perdu la notion du temps|je ne sais plus], quel jour on est ?", "il est quelle heure chez toi ?",
]
CALCULATE = [
    "combien [font|fait|ça fait] {spoken} ?", "c'est quoi {spoken} ?", "ça fait combien {spoken} ?", "![<calculer>|<compter>|<me calculer>|<résoudre>|<évaluer>|<faire>|<me dire>] {spoken}", "{spoken}", "{spoken} égal ?", "donc {spoken} ?", "{spoken}, [ça fait combien|ça donne quoi|combien ça fait] ?", "![<me donner>|<me dire>] [le résultat de|combien font|la réponse de] {spoken}",
    "[le résultat de|résultat de|le total de] {spoken}[ ?|]", "[calcul|maths|petit calcul|calculatrice|calcul rapide] : {spoken}", "[j'ai besoin de savoir combien font|il me faut|je voudrais le résultat de] {spoken}", "{spoken} [ça donne|donne] combien ?", "que vaut {spoken} ?", "[tu peux|peux-tu] me calculer {spoken} ?", "que donne {spoken} ?", "à combien s'élève {spoken} ?",
]
