"""Servers, networks, repositories, databases, files, containers, logs and accounts."""

TABLE = """
# servers

restart_service(service:service, host:host)
Restart a service on a host. // Redémarre un service.
!restart {service} on {host} ~ {service} on {host} is stuck, restart it ~ !bounce {service} on {host} ~ !give {service} a restart on {host} ~ {host}: restart {service} ~ users complain, {service} hangs on {host}, give it a restart
!redémarrer {service} sur {host} ~ {service} est bloqué sur {host}, redémarre-le ~ !relancer {service} sur {host} ~ ça coince, relance {service} sur {host}

get_service_status(service:service, host?:host) > state:<running/stopped/failed>
Get whether a service runs. // Dit si un service tourne.
is {service} [running|up][ on {host}|]? ~ status of {service}[ on {host}|] ~ did {service} crash[ on {host}|]? ~ !check {service}[ on {host}|] ~ how is {service} doing[ on {host}|]? ~ nobody can log in, does {service} still work[ on {host}|]?
est-ce que {service} tourne[ sur {host}|] ? ~ état de {service}[ sur {host}|] ~ !vérifier {service}[ sur {host}|] ~ plus rien ne marche, {service} vit-il encore[ sur {host}|] ?

stop_service(service:service, host:host, force?:yes<by force,forcibly;de force/gently,gracefully;proprement>)
Stop a service on a host. // Arrête un service.
!stop {service} on {host}[ {force}|] ~ !shut down {service} on {host}[ {force}|] ~ {service} must not run on {host}, stop it ~ {host}: stop {service}[ {force}|] ~ !kill the {service} service on {host} ~ {service} eats all memory of {host}, end it
!arrêter {service} sur {host}[ {force}|] ~ !couper {service} sur {host} ~ {service} ne doit plus tourner sur {host} ~ {service} mange la mémoire de {host}, arrête-le ~ fin de {service} sur {host}[, {force}|]

get_disk_usage(host:host, mount?:folder) > used:percent, free_gb:int 1 900
Get how full the disks of a host are. // Occupation des disques.
how full is the disk of {host}? ~ disk space on {host}[ under {mount}|] ~ is there room left on {host}[ in {mount}|]? ~ !check the disk usage of {host}[ at {mount}|] ~ how many gigabytes are free on {host}? ~ can I still store something on {host}?
le disque de {host} est-il plein ? ~ espace disque sur {host}[ dans {mount}|] ~ reste-t-il de la place sur {host} ? ~ !vérifier les disques de {host} ~ puis-je encore stocker quelque chose sur {host} ?

get_cpu_load(host:host, minutes?:<1/5/15>) > load:num 0.1 16
Get the processor load of a host. // Charge du processeur.
how busy is {host}? ~ CPU load of {host}[ over {minutes} minutes|] ~ what's the load on {host}[, {minutes} minute average|]? ~ is {host} overloaded? ~ !show the processor load on {host} ~ everything is slow, what's {host} busy with? the load
quelle est la charge de {host}[ sur {minutes} minutes|] ? ~ charge CPU de {host} ~ est-ce que {host} est surchargé ? ~ tout est lent, {host} est-il chargé ? ~ {host}, quelle charge[ sur {minutes} minutes|] ?

read_logs(service:service, lines?:int 10 500, level?:<error=errors,error;erreurs/warning=warnings,warning;avertissements/info=info;infos>, since?:duration)
Read the log of a service. // Lit le journal d'un service.
!show me the last {lines} lines of the {service} log ~ {level} in the {service} log[ of the last {since}|] ~ what does the log of {service} say[ for the last {since}|]? ~ !tail {service}[, {lines} lines|][, {level} only|] ~ !read the {service} logs[, only {level}|] ~ why did {service} crash? look at its {level}
!afficher les {lines} dernières lignes du journal de {service} ~ {level} dans le journal de {service} ~ que dit le journal de {service}[ depuis {since}|] ? ~ pourquoi {service} a-t-il planté ? regarde les {level}

reboot_host(host:host, delay_minutes?:int 1 60)
Reboot a machine. // Redémarre une machine.
!reboot {host}[ in {delay_minutes} minutes|] ~ {host} needs a reboot[ in {delay_minutes} minutes|] ~ !restart the machine {host} ~ reboot of {host}, please[, {delay_minutes} minutes from now|] ~ the server {host} should be rebooted ~ nothing answers on {host}, reboot[ in {delay_minutes} minutes|]
!redémarrer la machine {host}[ dans {delay_minutes} minutes|] ~ {host} a besoin d'un redémarrage ~ redémarrage du serveur {host}[ dans {delay_minutes} minutes|] ~ rien ne répond sur {host}, redémarre[ dans {delay_minutes} minutes|] ~ un redémarrage pour {host}

create_backup(source:folder, destination:host, compress?:yes<compressed;compressée/uncompressed;non compressée>, label?:label)
Back up a folder to a machine. // Sauvegarde un dossier.
!back up {source} to {destination}[, {compress}|] ~ backup of {source} on {destination}[ labelled {label}|] ~ !save a copy of {source} to {destination}[, label {label}|] ~ {source} should be backed up to {destination} ~ !make a [{compress}|] backup of {source} on {destination} ~ before the update, keep a copy of {source} on {destination}
!sauvegarder {source} sur {destination}[, label {label}|] ~ sauvegarde [{compress}|] de {source} sur {destination} ~ !faire une copie de {source} vers {destination} ~ {source} doit être sauvegardé sur {destination}[, {compress}|] ~ sauvegarde de {source} vers {destination}[ nommée {label}|] ~ avant la mise à jour, une copie de {source} sur {destination}

restore_backup(backup:code, target:folder)
Restore a backup into a folder. // Restaure une sauvegarde.
!restore backup {backup} to {target} ~ !bring {backup} back into {target} ~ I lost my files, restore {backup} into {target} ~ backup {backup}: restore to {target} ~ !unpack the backup {backup} in {target}
!restaurer la sauvegarde {backup} dans {target} ~ sauvegarde {backup} à remettre dans {target} ~ !récupérer {backup} vers {target} ~ j'ai perdu mes fichiers, remets la sauvegarde {backup} dans {target} ~ !remettre {backup} dans {target}

scale_deployment(deployment:repository, replicas:int 1 30)
Set how many copies of a deployment run. // Règle le nombre de copies.
!scale {deployment} to {replicas} ~ {replicas} replicas of {deployment} ~ !run {replicas} copies of {deployment} ~ {deployment} should have {replicas} pods ~ !set {deployment} to {replicas} replicas ~ traffic is up, {deployment} needs {replicas} instances
!passer {deployment} à {replicas} copies ~ {replicas} répliques de {deployment} ~ !faire tourner {replicas} copies de {deployment} ~ il y a du monde, {replicas} instances de {deployment}

list_containers(host:host, state?:<running;en marche/stopped;arrêtés/all;tous>)
List the containers of a host. // Liste les conteneurs.
which containers run on {host}? ~ !list the [{state}|] containers on {host} ~ containers on {host}[, {state}|] ~ !show me {state} containers of {host} ~ what containers does {host} have? ~ what's inside {host}? the {state} containers
quels conteneurs tournent sur {host} ? ~ !lister les conteneurs [{state}|] sur {host} ~ conteneurs de {host}[, {state}|] ~ que fait tourner {host} ? les conteneurs ~ conteneurs sur {host}

# network

ping_host(target:domain, count?:int 1 20) > milliseconds:num 1 300
Measure whether and how fast a host answers. // Teste une machine.
!ping {target}[ {count} times|] ~ does {target} answer? ~ is {target} reachable? ~ ping {target}, {count} packets ~ how fast does {target} respond? ~ I can't open {target}, is it alive?
!pinguer {target}[ {count} fois|] ~ est-ce que {target} répond ? ~ {target} est-il joignable ? ~ ping {target} ~ {target} ne s'ouvre pas, est-il vivant ?

resolve_domain(domain:domain, record?:<A/AAAA/MX/TXT>) > address:ip
Look up a domain in the DNS. // Résout un nom de domaine.
what's the IP of {domain}? ~ !resolve {domain} ~ DNS {record} record of {domain} ~ which address does {domain} have? ~ !look up the {record} entry for {domain} ~ where does {domain} point?
quelle est l'adresse IP de {domain} ? ~ !résoudre {domain} ~ enregistrement {record} de {domain} ~ DNS de {domain} ~ vers quoi pointe {domain} ?

open_firewall_port(port:whole 20 65000, protocol?:<tcp=TCP;TCP/udp=UDP;UDP>, source?:ip)
Open a port in the firewall. // Ouvre un port du pare-feu.
!open port {port}[ for {protocol}|][ from {source}|] ~ !allow {protocol} traffic on port {port}[ from {source}|] ~ let {source} in on port {port} ~ firewall: open {port}[, {protocol}|] ~ port {port} should be open[ to {source}|] ~ the game server needs port {port}[ on {protocol}|]
!ouvrir le port {port}[ en {protocol}|][ pour {source}|] ~ !autoriser {source} sur le port {port} ~ pare-feu : !ouvrir {port}[ en {protocol}|] ~ le serveur de jeu a besoin du port {port}[ en {protocol}|] ~ port {port} à ouvrir[ pour {source}|]

block_ip(address:ip, hours?:int 1 72, reason?:topic)
Block an address in the firewall. // Bloque une adresse.
!block {address}[ for {hours} hours|] ~ {address} attacks us, block it[ for {hours} hours|] ~ !ban {address}[ because of {reason}|] ~ no traffic from {address}[ for {hours} hours|] ~ !drop everything from {address}[, reason: {reason}|] ~ somebody at {address} tries passwords, keep them out[ for {hours} hours|]
!bloquer {address}[ pendant {hours} heures|] ~ {address} nous attaque, bloque-la ~ !bannir {address}[ à cause de {reason}|] ~ quelqu'un à {address} essaie des mots de passe, bloque-le

test_speed(server?:city) > download_mbps:int 5 900, upload_mbps:int 1 400
Measure the speed of the internet connection. // Mesure le débit.
how fast is my internet? ~ !run a speed test[ against {server}|] ~ what's my download speed? ~ !test the connection[ to {server}|] ~ is my connection slow? measure it ~ the video keeps stopping, how good is the connection?
quelle est la vitesse de ma connexion ? ~ !lancer un test de débit[ vers {server}|] ~ !mesurer ma connexion ~ la vidéo saccade, que vaut la connexion ?

check_certificate(domain:domain) > expires:date, issuer:company
Check the TLS certificate of a site. // Vérifie un certificat TLS.
when does the certificate of {domain} expire? ~ !check the TLS certificate of {domain} ~ is the certificate for {domain} valid? ~ certificate {domain} ~ who issued the certificate of {domain}? ~ browsers warn about {domain}, is its certificate all right?
quand expire le certificat de {domain} ? ~ !vérifier le certificat TLS de {domain} ~ certificat de {domain} valide ? ~ le navigateur se plaint de {domain}, le certificat est-il bon ?

list_wifi_devices(network?:label, active?:yes<online,connected now;connectés/offline;déconnectés>)
List the devices on the wireless network. // Liste les appareils du wifi.
who is on [the|my] wifi[ {network}|]? ~ which [{active}|] devices are on the wifi[ {network}|]? ~ !list the {active} wifi devices ~ what's connected to {network}? ~ !show everything on the wireless network[ {network}|] ~ is somebody stealing our wifi? show who's connected
qui est sur le wifi[ {network}|] ? ~ quels appareils [{active}|] sont sur le wifi ? ~ !lister les appareils du réseau {network} ~ quelqu'un vole notre wifi ? montre qui est connecté ~ appareils du wifi[ {network}|]

create_guest_wifi(name:label, hours:int 1 72, password?:code)
Open a wireless network for guests. // Ouvre un wifi invité.
!open a guest wifi called {name} for {hours} hours[ with password {password}|] ~ guest network {name}, {hours} hours[, password {password}|] ~ my visitors need wifi for {hours} hours, name it {name} ~ !make wifi {name} for guests, {hours} hours[, password {password}|] ~ {hours} hours of guest wifi named {name}
!ouvrir un wifi invité {name} pour {hours} heures[ avec le mot de passe {password}|] ~ réseau invité {name}, {hours} heures ~ mes invités ont besoin du wifi {hours} heures, nom {name} ~ wifi invité {name} pendant {hours} heures[, mot de passe {password}|] ~ !créer un wifi {name} pour {hours} heures[, mot de passe {password}|]

fetch_page(url:url, as_text?:yes<as text,text only;en texte/as HTML;en HTML>)
Get a web page. // Récupère une page web.
!fetch {url}[ {as_text}|] ~ !get me the page {url}[ {as_text}|] ~ what's on {url}? ~ !download {url}[, {as_text}|] ~ !read the page at {url} ~ I'd like to read {url}
!récupérer {url}[ {as_text}|] ~ que contient la page {url} ? ~ !télécharger la page {url}[ {as_text}|] ~ !lire la page {url} ~ j'aimerais lire {url}

shorten_url(url:url, alias?:made)
Make a short link. // Raccourcit un lien.
!shorten {url}[ as {alias}|] ~ short link for {url}[, called {alias}|] ~ !make {url} shorter ~ I need a short version of {url}[ with the name {alias}|] ~ {url} is too long, shorten it ~ I can't print {url} on a card, make it short
!raccourcir {url}[ en {alias}|] ~ lien court pour {url} ~ {url} est trop long, raccourcis-le ~ {url} ne tient pas sur une carte, fais plus court

make_qr_code(content:url, size?:int 100 900, color?:colour)
Make a QR code. // Crée un code QR.
!make a QR code for {content}[, {size} pixels|][ in {color}|] ~ QR code of {content}[, {color}|] ~ !turn {content} into a QR code[ of {size} pixels|] ~ I need {content} as a QR code ~ {content} as QR[, {size} px|] ~ for the poster I need {content} as a code to scan
!créer un code QR pour {content}[, {size} pixels|][ en {color}|] ~ code QR de {content} ~ il me faut un code QR vers {content} ~ pour l'affiche, {content} en code à scanner ~ QR pour {content}[ en {color}|]

# repositories

create_branch(repository:repository, name:branch, from?:branch)
Create a branch in a repository. // Crée une branche.
!create [a|the] branch {name} in {repository}[ from {from}|] ~ new branch {name} in {repository} ~ !branch off {from} in {repository}, call it {name} ~ {repository}: branch {name}[ off {from}|] ~ I need a branch called {name} in {repository}[, based on {from}|] ~ I'm starting something new in {repository}, call the branch {name}
!créer la branche {name} dans {repository}[ à partir de {from}|] ~ nouvelle branche {name} dans {repository} ~ il me faut une branche {name} dans {repository}[, depuis {from}|] ~ je commence du neuf dans {repository}, branche {name}

delete_branch(repository:repository, name:branch)
Delete a branch of a repository. // Supprime une branche.
!delete the branch {name} in {repository} ~ !remove {name} from {repository} ~ branch {name} of {repository} can go ~ {repository}: delete branch {name} ~ we don't need {name} in {repository} any more, delete the branch ~ {name} is merged, tidy up {repository}
!supprimer la branche {name} dans {repository} ~ la branche {name} de {repository} peut partir ~ !effacer {name} du dépôt {repository} ~ {name} est fusionnée, range {repository} ~ plus de branche {name} dans {repository}

merge_branch(repository:repository, source:branch, target:branch, squash?:yes<squashed,with squash;en un seul commit/with all commits,without squash;avec tous les commits>)
Merge a branch into another. // Fusionne une branche.
!merge {source} into {target} in {repository}[, {squash}|] ~ {repository}: {source} into {target}[ {squash}|] ~ !bring {source} into {target}, repository {repository} ~ {source} is ready for {target} in {repository}, merge it[ {squash}|] ~ in {repository}, merge {source} to {target}
!fusionner {source} dans {target} du dépôt {repository}[, {squash}|] ~ {repository} : {source} vers {target} ~ dans {repository}, !fusionner {source} avec {target} ~ la branche {source} est prête pour {target} dans {repository}, fusionne-la ~ !intégrer {source} à {target} dans {repository}[, {squash}|]

open_issue(repository:repository, title:label, body?:text, labels?:tags)
Open an issue in a repository. // Ouvre un ticket dans un dépôt.
!open an issue in {repository}: {title} ~ new issue in {repository} called {title}[, text {body}|] ~ !report a bug in {repository}: {title}[, labels {labels}|] ~ !file "{title}" as an issue in {repository}[ with labels {labels}|] ~ {repository} issue: {title}[, {body}|] ~ something's wrong in {repository}, note it: {title}
!ouvrir un ticket dans {repository} : {title} ~ nouveau ticket {title} dans {repository}[, texte {body}|] ~ !signaler un bogue dans {repository} : {title}[, étiquettes {labels}|] ~ un souci dans {repository}, note-le : {title}

close_issue(repository:repository, number:whole 1 4000, reason?:<done=done,fixed;corrigé/duplicate=a duplicate;un doublon/invalid=invalid;invalide>)
Close an issue of a repository. // Ferme un ticket.
!close issue {number} in {repository}[, it's {reason}|] ~ issue {number} of {repository} is {reason}, close it ~ {repository} number {number} can be closed[: {reason}|] ~ !mark {number} in {repository} as closed[, {reason}|] ~ !shut issue {number} of {repository} ~ number {number} in {repository} is solved
!fermer le ticket {number} de {repository}[, c'est {reason}|] ~ le ticket {number} de {repository} est à fermer ~ {repository} : !fermer le numéro {number}[, {reason}|] ~ le numéro {number} de {repository} est réglé

list_commits(repository:repository, author?:person, since?:date, limit?:int 3 50)
List the commits of a repository. // Liste les commits.
what changed in {repository}[ since {since}|]? ~ !show the last {limit} commits of {repository} ~ commits by {author} in {repository}[ since {since}|] ~ what did {author} commit to {repository}? ~ history of {repository}[, {limit} entries|] ~ what did we do on {repository}[ since {since}|]?
qu'est-ce qui a changé dans {repository}[ depuis {since}|] ? ~ !afficher les {limit} derniers commits de {repository} ~ commits de {author} dans {repository} ~ qu'a-t-on fait sur {repository}[ depuis {since}|] ?

run_tests(repository:repository, branch?:branch, suite?:<unit;unitaires/integration;d'intégration/all;tous>)
Run the tests of a repository. // Lance les tests.
!run the [{suite}|] tests of {repository}[ on {branch}|] ~ test {repository}[ on {branch}|] ~ do the {suite} tests of {repository} pass[ on {branch}|]? ~ !start {suite} tests in {repository} ~ !check {branch} of {repository} with the {suite} tests ~ I changed {repository}, does everything still pass?
!lancer les tests [{suite}|] de {repository}[ sur {branch}|] ~ les tests de {repository} passent-ils[ sur {branch}|] ? ~ !tester {repository}[ sur {branch}|] ~ j'ai modifié {repository}, tout passe-t-il encore ?

review_change(repository:repository, number:whole 1 4000, verdict:<approve=approve,accept;approuver/reject=reject,turn down;rejeter/comment=comment on;commenter>, note?:text)
Review a proposed change. // Relit une proposition.
!{verdict} change {number} in {repository}[, saying {note}|] ~ {repository} {number}: {verdict} it[, {note}|] ~ I want to {verdict} pull request {number} of {repository} ~ !{verdict} pull request {number} in {repository}[ with the note {note}|] ~ please {verdict} {number} of {repository}
!{verdict} la proposition {number} de {repository}[ en disant {note}|] ~ {repository} {number} : {verdict} ~ je veux {verdict} la demande {number} de {repository}

tag_release(repository:repository, version:code, notes?:text)
Publish a release of a repository. // Publie une version.
!release {version} of {repository}[ with notes {notes}|] ~ !tag {repository} as {version} ~ new release {version} in {repository}[: {notes}|] ~ {repository} gets version {version} ~ !publish version {version} of {repository}[, notes: {notes}|]
!publier la version {version} de {repository}[ avec les notes {notes}|] ~ nouvelle version {version} de {repository} ~ !étiqueter {repository} en {version} ~ {repository} passe en version {version}[, notes : {notes}|] ~ !sortir la version {version} de {repository}

# databases

select_rows(table:table, columns:columns, where?:column, equals?:made, limit?:int 5 500)
Read rows of a database table. // Lit des lignes d'une table.
!show {columns} of {table}[ where {where} is {equals}|] ~ !select {columns} from {table}[, at most {limit} rows|] ~ {columns} from the table {table}[ with {where} = {equals}|][, limit {limit}|] ~ what are the {columns} in {table}[ where {where} equals {equals}|]? ~ !get {columns} out of {table}[, {limit} rows|] ~ I need to see {columns} from {table}
!afficher {columns} de la table {table}[ où {where} vaut {equals}|] ~ {columns} de {table}[ avec {where} = {equals}|] ~ !lire {columns} dans {table}[, {limit} lignes|] ~ je dois voir {columns} de {table}

insert_row(table:table, values:fields)
Insert a row into a table. // Ajoute une ligne.
!insert into {table}: {values} ~ !add a row to {table} with {values} ~ new row in {table}: {values} ~ !put {values} in the table {table} ~ {table} gets a row, {values} ~ there's a new entry for {table}: {values}
!ajouter une ligne à {table} : {values} ~ nouvelle ligne dans {table} : {values} ~ !insérer {values} dans {table} ~ du nouveau pour {table} : {values} ~ une ligne de plus dans {table}, {values}

update_rows(table:table, set:fields, id:code)
Change a row of a table. // Modifie une ligne.
!update {table} {id}: {set} ~ in {table}, set {set} for {id} ~ !change row {id} of {table} to {set} ~ row {id} in {table} should have {set} ~ {table}, id {id}: {set} ~ {id} in {table} is wrong, correct: {set}
!modifier la ligne {id} de {table} : {set} ~ dans {table}, la ligne {id} doit avoir {set} ~ {table}, ligne {id} : {set} ~ {id} est faux dans {table}, corrige : {set} ~ {table} : la ligne {id} devient {set}

delete_rows(table:table, older_than?:date, id?:code)
Delete rows of a table. // Supprime des lignes.
!delete row {id} from {table} ~ !remove everything before {older_than} from {table} ~ row {id} of {table} can go ~ !purge {table} of rows before {older_than} ~ {table}: delete {id}
!supprimer la ligne {id} de {table} ~ !effacer tout ce qui date d'avant {older_than} dans {table} ~ {table} : !supprimer {id} ~ la ligne {id} de {table} est à supprimer ~ !retirer la ligne {id} de la table {table}

aggregate_column(table:table, function:<sum=sum,total;somme/avg=average,mean;moyenne/max=maximum,highest;maximum/min=minimum,lowest;minimum/count=count,number;nombre>, column:column, group_by?:column)
Compute one figure over a column of a table. // Calcule un chiffre sur une colonne.
what's the {function} of {column} in {table}[ by {group_by}|]? ~ {function} {column} in {table}[ per {group_by}|] ~ !compute the {function} of the column {column} of {table}[, grouped by {group_by}|] ~ {table}: {function} of {column} ~ !give me the {function} {column} from {table}[ for each {group_by}|] ~ how much {column} is there in {table}, the {function}?
quel est le {function} de {column} dans {table} ? ~ {function} de {column} dans {table}[ par {group_by}|] ~ !calculer {function} de la colonne {column} de {table} ~ combien de {column} dans {table} : {function} ?

# folders

rename_files(folder:folder, find:word, replacement:word, recursive?:yes<with subfolders,recursively;avec les sous-dossiers/not in subfolders;sans les sous-dossiers>)
Rename the files of a folder by replacing a word. // Renomme des fichiers.
!rename the files in {folder}, {find} becomes {replacement}[, {recursive}|] ~ !replace {find} by {replacement} in the file names of {folder}[ {recursive}|] ~ in {folder}, rename {find} to {replacement} ~ file names in {folder}: {find} to {replacement} ~ !change {find} into {replacement} in all names in {folder}
!renommer les fichiers de {folder}, {find} devient {replacement} ~ !remplacer {find} par {replacement} dans les noms de {folder}[ {recursive}|] ~ noms de fichiers dans {folder} : {find} en {replacement}

compress_folder(folder:folder, archive:path, format?:<zip=zip,ZIP;zip,ZIP/tar=tar;tar/7z=7z;7z>)
Pack a folder into an archive. // Compresse un dossier.
!compress {folder} into {archive}[ as {format}|] ~ !zip up {folder} as {archive} ~ {archive} from {folder}[, {format}|] ~ !pack the folder {folder} in {archive}[ with {format}|] ~ !make an archive {archive} of {folder} ~ I have to mail {folder}, pack it as {archive}
!compresser {folder} dans {archive}[ en {format}|] ~ !archiver {folder} sous {archive} ~ {archive} à partir du dossier {folder}[, {format}|] ~ je dois envoyer {folder}, fais-en {archive} ~ {folder} en archive {archive}[, {format}|]

find_duplicates(folder:folder, by?:<name;nom/content;contenu/size;taille>)
Find files that occur twice. // Trouve les doublons.
are there duplicates in {folder}? ~ !find files that are twice in {folder}[ by {by}|] ~ duplicate files in {folder}[, compared by {by}|] ~ which files in {folder} have the same {by}? ~ !look for copies in {folder} ~ {folder} is full of copies, which ones?
y a-t-il des doublons dans {folder} ? ~ !trouver les fichiers en double dans {folder}[ par {by}|] ~ doublons de {folder}[, comparés par {by}|] ~ {folder} est plein de copies, lesquelles ? ~ fichiers en double dans {folder}[, par {by}|]

share_folder(folder:folder, with:people, write?:yes<with write access,and let them edit;avec droit d'écriture/read only;en lecture seule>)
Share a folder with people. // Partage un dossier.
!share {folder} with {with}[, {write}|] ~ {with} should see {folder}[, {write}|] ~ !give {with} access to {folder}[, {write}|] ~ {folder}: share with {with} ~ !let {with} into the folder {folder}[ {write}|] ~ {with} work with me on {folder}[, {write}|], let them see it
!partager {folder} avec {with}[, {write}|] ~ {with} doit voir le dossier {folder} ~ !donner accès à {folder} à {with}[, {write}|] ~ {with} travaillent avec moi sur {folder}, partage ~ accès à {folder} pour {with}[, {write}|]

# accounts

create_user_account(username:handle, email:email, role?:<admin=administrator,admin;administrateur/editor;éditeur/viewer=viewer,reader;lecteur>)
Create a user account. // Crée un compte.
!create an account {username} for {email}[ as {role}|] ~ new user {username}, {email}[, {role}|] ~ !add the user {username} with mail {email}[ and role {role}|] ~ {email} needs an account called {username} ~ !set up {username} ({email})[ as {role}|] ~ {email} joins us, they'll be {username}[, {role}|]
!créer un compte {username} pour {email}[ comme {role}|] ~ nouvel utilisateur {username}, {email}[, {role}|] ~ {email} a besoin d'un compte {username} ~ {email} nous rejoint, identifiant {username}

disable_user_account(username:handle, reason?:topic)
Disable a user account. // Désactive un compte.
!disable the account {username}[ because of {reason}|] ~ !lock {username} out[, reason {reason}|] ~ {username} left, disable the account ~ account {username}: disable[, {reason}|] ~ the user {username} may no longer log in ~ {username} doesn't work here any more, shut the account
!désactiver le compte {username}[ à cause de {reason}|] ~ {username} est parti, désactive le compte ~ le compte {username} ne doit plus marcher ~ {username} ne travaille plus ici, ferme le compte ~ compte {username} à désactiver[, {reason}|]

reset_user_password(username:handle, send_to?:email)
Reset the password of a user. // Réinitialise un mot de passe.
!reset the password of {username}[ and mail it to {send_to}|] ~ {username} forgot the password[, send a new one to {send_to}|] ~ new password for {username}[ to {send_to}|] ~ password reset: {username} ~ {username} can't log in, reset the password ~ {username} is locked out
!réinitialiser le mot de passe de {username}[ et l'envoyer à {send_to}|] ~ {username} a oublié son mot de passe ~ nouveau mot de passe pour {username} ~ {username} ne peut plus entrer, nouveau mot de passe
"""
