"""Word lists of the generator, in French. Whole names are reserved by hash in arguments.py."""

FIRST_NAMES = """
Ana Léa Chloé Zoé Élise Éric André René Renée François Françoise Hélène Jérôme Benoît Cécile Amélie Mathieu Thierry Pascal
Margaux Manon Camille Louis Jules Hugo Arthur Raphaël Gabriel Adèle Noémie Solène Maëlle Loïc Gaël Yann Anaïs Marie Jeanne
Pierre Jean Jacques Michel Claude Alain Bernard Gérard Christian Philippe Patrick Nicolas Christophe Laurent Stéphane Frédéric
Sébastien David Julien Olivier Guillaume Romain Antoine Maxime Alexandre Thomas Kevin Florian Clément Quentin Valentin Baptiste
Théo Nathan Enzo Lucas Tom Noah Ethan Sacha Léo Liam Maël Gabin Mohamed Adam Rayan Ibrahim Mehdi Karim Yanis Ilyes Samir Amine
Monique Catherine Nathalie Isabelle Sylvie Martine Jacqueline Nicole Valérie Sandrine Céline Stéphanie Véronique Brigitte Anne
Christine Chantal Patricia Danielle Colette Simone Odette Paulette Yvonne Germaine Suzanne Aurélie Émilie Élodie Julie Laure
Laetitia Virginie Delphine Karine Caroline Sophie Claire Lucie Mathilde Pauline Marion Justine Charlotte Alice Louise Emma
Jade Inès Lina Mila Rose Anna Lou Agathe Capucine Clémence Eva Romane Juliette Victoire Apolline Éléonore Margot Ophélie
Fatima Leïla Yasmine Nadia Samira Aïcha Khadija Salma Nour Awa Aminata Fatou Mariam Mamadou Ousmane Moussa Sékou Boubacar
Linh Mei Yuki Paulo Maria Giulia Marco Luca Sofia Carmen José Pilar Hans Greta Ingrid Olga Ivan Dimitri Ahmed Omar Youssef
Gaspard Augustin Victor Paul Simon Samuel Axel Rémi Cédric Fabrice Gilles Hervé Henri Hubert Honoré Yves Yvan Xavier Zacharie
Tristan Timothée Titouan Malo Ewen Erwan Gwenaëlle Nolwenn Enora Maïwenn Morgane Océane Coralie Estelle Edwige Irène Iris Solange
Bérénice Blandine Bruno Damien Édith Fabien Gisèle Huguette Jocelyne Josiane Lionel Ludovic Marcel Maurice Mireille Muriel Pascale
Raymond Régine Roger Roland Serge Tiphaine Ulysse Ursule Violette Wassim Inaya Assia Sofiane Bilal Nassim Thanh Minh Aliou
""".split()

LAST_NAMES = """
Martin Bernard Dubois Durand Leroy Moreau Lefèvre Girard Rousseau Blanc Guérin Muller Faure Mercier Legrand Garnier Chevalier
Petit Robert Richard Simon Laurent Michel Garcia David Bertrand Roux Vincent Fournier Morel André Lambert Bonnet Dupont Fontaine
Roussel Nicolas Henry Gauthier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud
Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Colin Vidal Caron Picard Roger Fabre
Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte
López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Louis Deschamps Huet Vasseur Pérez Boucher Fleury Royer
Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé
Schneider Fernández Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot Daniel Le_Roux Cousin Germain Breton Rémy Besson
Le_Goff Langlois Barre Perrin Coulon Evrard Hamon Kowalczyk Nguyen Tran Diallo Traoré Diop Ndiaye Koné Touré Keïta Camara Ba Sow
Benali Haddad Khelifi Mansouri Bouzid Amrani El_Amrani Belkacem Cherif Saïdi Rossi Ferrari Silva Santos da_Costa Pereira Müller
de_La_Tour d'Aubigny de_Vries Van_Damme Peeters Janssens Claes Tremblay Gagnon Bouchard Gauthier Côté Bélanger Pelletier
Ostrowski Popescu Petrov Yılmaz Demir Öztürk Okafor Mensah Rakoto Andria Hoarau Grondin Zimmermann Weber Kessler Ober
""".split()

RELATIONS = "maman papa mamie papi ma_sœur mon_frère mon_patron ma_cheffe mon_voisin ma_voisine mes_parents".split()

# Gender and number, then the word: it decides the articles that a request may put before a title.
ACTIVITIES = """
m:déjeuner m:dîner m:petit-déjeuner m:brunch m:café m:thé m:apéro m:apéritif m:pot f:réunion m:rendez-vous m:rdv m:appel f:visite
f:formation m:cours m:atelier m:séminaire m:entretien f:révision m:contrôle m:dentiste m:médecin m:pédiatre m:coiffeur m:kiné
m:ostéo m:opticien m:massage m:yoga m:pilates f:gym f:natation f:piscine f:course m:footing f:balade f:promenade f:randonnée
m:match m:entraînement f:répétition m:concert m:opéra m:théâtre f:pièce m:cinéma m:film f:expo f:exposition m:musée f:excursion
m:voyage m:vol m:train f:fête m:anniversaire m:mariage m:baptême m:enterrement m:pique-nique m:barbecue f:cuisine m:ménage
f:lessive fp:courses m:jardinage f:peinture m:dessin f:lecture f:écriture fp:révisions mp:devoirs m:examen m:test m:oral f:conférence
f:présentation f:démo m:exposé m:discours f:mêlée f:rétrospective m:sprint m:point m:lancement f:synthèse m:bilan m:brainstorming
f:livraison m:colis f:collecte f:réparation f:inspection f:installation m:déménagement m:emménagement m:audit m:budget f:paie
f:facture m:rapport f:thérapie f:séance m:podcast m:enregistrement m:shooting f:chorale m:orchestre mp:échecs m:tennis m:foot m:rugby
m:basket m:handball m:badminton f:escalade m:bowling m:karaté m:judo f:boxe f:escrime m:aviron f:voile m:ski m:surf f:danse
m:piano f:guitare m:violon m:chant m:solfège m:espagnol m:anglais m:japonais f:poterie m:tricot f:couture m:baby-sitting f:école
f:crèche m:vétérinaire f:chaudière f:voiture f:révision_de_la_voiture m:contrôle_technique f:assurance f:banque mp:impôts m:prêt
m:notaire m:avocat m:passeport m:visa f:prise_de_sang m:vaccin f:radio m:scanner f:opération f:kermesse m:webinaire m:sommet m:panel
f:cérémonie m:festival f:foire m:marché f:brocante m:vide-grenier m:bénévolat m:don_du_sang m:club_de_lecture m:conseil_de_classe
m:conseil_d'administration f:réunion_d'équipe f:réunion_de_chantier f:réunion_parents-profs m:repas_de_famille m:repas_d'équipe
m:essayage f:garde_de_nuit m:jour_de_congé fp:vacances f:soirée_jeux f:soirée_pyjama f:soirée_cinéma f:revue_de_code
f:revue_de_projet m:comité_de_pilotage m:point_d'avancement f:visite_d'appartement f:leçon_de_conduite m:cours_de_piano
m:cours_de_natation m:examen_de_la_vue m:entretien_d'embauche m:entretien_annuel m:appel_vidéo f:visioconférence f:visio f:vidange
m:changement_de_pneus m:ramonage m:plombier m:électricien m:état_des_lieux f:assemblée_générale m:covoiturage m:goûter m:tournoi
""".split()

TOPICS = """budget jardin projet contrat site maison fête voyage mariage thèse roman appli équipe recrutement stratégie communication vente
lancement design marque logo bureau bail prêt association école chorale pièce spectacle menu recette film album sondage rapport brevet
serveur sauvegarde garage toit salle_de_bains clôture visa bateau vélo piano groupe examen mémoire affiche newsletter podcast traduction
inventaire entrepôt livraison sécurité loyer chauffage assurance déménagement travaux cave terrasse voiture chantier impôts""".split()

# The preposition of a place, then the place as an argument.
PLACES = """
à|Paris à|Lyon à|Marseille à|Lille à|Nantes à|Bordeaux à|Toulouse à|Rennes à|Strasbourg à|Nice à|Grenoble à|Dijon à|Angers à|Brest
à|Tours à|Metz à|Nancy à|Caen à|Rouen à|Orléans à|Genève à|Lausanne à|Bruxelles à|Liège à|Namur à|Montréal à|Québec à|Dakar à|Abidjan
à|Tunis à|Alger à|Casablanca à|Londres à|Berlin à|Madrid à|Rome à|Lisbonne à|Aix-en-Provence à|Saint-Étienne à|Annecy à|Uzès
au|bureau au|parc au|gymnase au|stade au|musée au|café au|cinéma au|théâtre au|marché au|zoo au|port au|lycée au|collège au|garage
au|restaurant au|labo au|cabinet au|chalet au|Café_de_la_Gare au|Petit_Bistrot au|Bon_Coin au|Jardin_des_Plantes au|café_Central
à_|la_bibliothèque à_|la_piscine à_|la_gare à_|la_mairie à_|la_clinique à_|la_boulangerie à_|la_plage à_|la_maison à_|la_cantine
à_|la_crèche à_|la_salle_des_fêtes à_|la_médiathèque à_|la_Poste à_|la_Bella_Napoli à_|la_Défense à_|la_ferme à_|la_pharmacie
à_|l'hôpital à_|l'école à_|l'aéroport à_|l'atelier à_|l'université à_|l'église à_|l'accueil à_|l'Auberge_du_Lac à_|l'opéra à_|l'hôtel
chez_|Marcel chez_|Luigi chez_|mamie chez_|Tante_Jeanne chez_|le_dentiste chez_|le_notaire chez_|moi chez_|nous chez_|le_coiffeur
place|de_la_République place|Bellecour place|de_la_Mairie gare|du_Nord gare|de_Lyon gare|Montparnasse en|ville en|visio sur|Zoom sur|Teams
""".split()

STREETS = """Victor_Hugo Pasteur de_la_Gare de_la_République du_Moulin de_l'Église des_Lilas Jean_Jaurès de_la_Paix du_Four des_Écoles
Voltaire Gambetta de_Paris du_Château des_Acacias Saint-Martin de_la_Liberté du_Marché des_Tilleuls Carnot Mozart du_Lac""".split()

NOTE_STARTS = """acheter appeler vérifier demander réparer envoyer rendre réserver apporter payer arroser nettoyer imprimer lire trouver
commander chercher nourrir renouveler remplacer mesurer récupérer écrire_à remercier vendre peindre laver charger relire annuler revoir
apprendre ranger poster signer sortir recoudre descendre""".split()

NOTE_THINGS = """du_lait du_pain des_œufs les_plantes le_chat le_vélo la_lampe des_chaussures le_loyer la_facture_d'électricité
les_billets les_livres_de_la_bibliothèque une_carte_d'anniversaire farine_et_sucre la_fenêtre_du_grenier le_double_des_clés
le_dossier_bleu le_mot_de_passe_du_wifi de_l'huile_d'olive le_passeport des_piles des_ampoules les_clés_de_la_voiture des_timbres
du_papier un_cadeau_pour_Léa le_tuyau_d'arrosage des_graines_de_tomates du_fromage l'imprimante le_lave-vaisselle la_gouttière
le_relevé_du_compteur les_papiers_de_l'assurance la_déclaration_d'impôts des_croquettes les_horaires_de_train les_poubelles
le_linge la_chaudière le_robinet la_poussette un_bouquet_de_fleurs le_colis la_trousse""".split()

NOTE_FACTS = """le mot de passe du wifi est {made} | le code de la porte est {number} | {name} aime {thing} | {name} est allergique aux noix |
la clé est sous {thing} | casier numéro {number} | taille {number} pour {name} | la place de parking est la numéro {number} |
{topic} : {number} euros | {name} me doit {number} euros | il faut {number} grammes de farine pour la recette |
la réunion sur le {topic} s'est bien passée | idée pour {topic} : {words} | la couleur préférée de {name} est {words} | le train part voie {number} |
digicode {number} | numéro de vol AF{number} | {words} | le livre s'appelle {words} | le fournisseur de {topic} est {name}"""

SYSTEM_PROMPTS = """Tu es un assistant utile.|Tu es un assistant calme. Réponds brièvement.|Sois bref.|Tu aides avec l'agenda.
Réponds en une phrase.|Tu es Orée, un assistant privé sur cet appareil.|Sers-toi des outils quand ils conviennent.|Réponds en français.
Tu organises les journées de l'utilisateur.|Vous êtes l'assistant d'un petit bureau.|N'invente rien.|Reste poli.|Tu travailles sans réseau.
Demande quand il manque quelque chose.|Tu es un secrétaire particulier.|Fais ce que l'utilisateur demande.|Réponds en quelques mots."""

BOUNDARY = set("""à a au aux le la les l un une des du de d en dans sur sous pour par avec sans chez et ou où ni mais donc car que qui quoi dont
ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ne pas plus y se si je tu il elle on nous vous ils elles me te
lui eux est sont était sera suis es ai as avons avez ont été être avoir fait faire lundi mardi mercredi jeudi vendredi samedi dimanche janvier
février mars avril mai juin juillet août septembre octobre novembre décembre demain hier aujourd'hui matin midi minuit soir nuit après-midi
heure heures minute minutes jour jours semaine semaines mois an ans année prochain prochaine dernier dernière avant après depuis pendant
jusque jusqu'à jusqu'au vers entre puis ensuite aussi note notes agenda calendrier annule déplace supprime appelé appelée intitulé nommé titre
merci plaît oui non très bien moins encore autre autres même mêmes quel quelle quels quelles cela ceci celui celle ceux lequel rien tout toute quand comme si là ici où
été étaient était avait avaient aurait serait peut peux veut veux dit maintenant alors week-end quart demie demi tous toutes chaque invite inviter""".split())
