/*
 * A synthetic barometer: the 2019 and 2020 editions at their real size, 231
 * and 321 participants, about 24 audits each over five channels, 40 answers an
 * audit.  Audits are drawn, not collected; the strengths below are set so that
 * the views compute the totals that were published.
 *
 * psql variables:
 *   observatory       an observatory without editions (observatoire)
 *   structures_scale  multiplies the number of structures (1).  An edition of
 *                     another size keeps the shape, not the published totals.
 *                     1 makes 552 participations and 13,000 audits; 20 makes
 *                     11,000 and 250,000, of 40 answers each unless silent.
 *
 * The same rows on every PostgreSQL version and machine: chance comes from
 * md5(), and arithmetic is + - * / and floor() alone.
 *
 * How an answer comes about.  A structure has a quality: its edition's
 * leniency, its category's strength, its own, and what a label or a first
 * participation adds.  Quality, the ease of the item and the luck of the audit
 * make the chance of a good answer; 0 everywhere is a chance of one half.
 *
 * To calibrate again after a change: read edition_key_figures.  Add to an
 * edition's leniency what the score of the non-certified lacks, and to its
 * label_strength what the gap lacks; two or three rounds settle it.  When a
 * laureate of 2020 is not the first of its category, raise its strength in
 * "named" first.
 */

\if :{?observatory}
\else
\set observatory observatoire
\endif
\if :{?structures_scale}
\else
\set structures_scale 1
\endif

/* From 0 to 1, the same for the same text */
CREATE FUNCTION pg_temp.chance(text) RETURNS float8
LANGUAGE sql IMMUTABLE
RETURN ('x' || left(md5($1), 8))::bit(32)::bigint / 4294967296.0::float8;

/* ---------- Editions, and what counts in them ---------- */

INSERT INTO :"observatory".edition (edition, label, starts_on, ends_on, published_on, min_audits, min_coverage, target) VALUES
    (2019, 'Baromètre de la relation usagers 2019', '2018-11-05', '2018-12-28', '2019-05-16', 12, 0.75, 74),
    (2020, 'Baromètre de la relation usagers 2020', '2020-02-03', '2020-09-30', '2020-11-01', 12, 0.75, 74);

INSERT INTO :"observatory".determinant_weight (edition, determinant, weight)
SELECT edition, determinant, weight
FROM (VALUES (2019), (2020)) AS edition (edition)
CROSS JOIN (VALUES
    ('accessibility',   2.0),
    ('responsiveness',  2.0),
    ('courtesy',        1.5),
    ('personalisation', 1.5),
    ('waiting',         1.0),
    ('transfer',        1.0),
    ('complaints',      1.0)) AS determinant (determinant, weight);

-- Social networks are new in 2019: audited and shown, not counted.
INSERT INTO :"observatory".channel_weight (edition, channel, weight) VALUES
    (2019, 'letter', 1), (2019, 'email', 1), (2019, 'website', 1), (2019, 'phone', 1.5), (2019, 'social', 0),
    (2020, 'letter', 1), (2020, 'email', 1), (2020, 'website', 1), (2020, 'phone', 1.5), (2020, 'social', 0.5);

-- The population of each category that has a laureate, in round numbers; nobody can count the others.
INSERT INTO :"observatory".margin (edition, dimension, item, total)
SELECT edition, 'category', category, total
FROM (VALUES (2019), (2020)) AS edition (edition)
CROSS JOIN (VALUES
    ('city_50k_plus', 130), ('city_20k_50k', 350), ('city_under_20k', 34500), ('intercommunality', 1250), ('department', 100),
    ('region', 18), ('france_services', 850), ('development_tourism', 1200), ('social_health', 3000)) AS category (category, total);

/* ---------- Questionnaires: 40 items a channel ---------- */

CREATE TEMP TABLE questionnaire_channel (channel text, code text, ease float8, r_fr text, r_en text, by_fr text, by_en text);
INSERT INTO questionnaire_channel VALUES
    ('letter',  'L', -7, 'Le courrier de réponse', 'The letter of reply',  'par courrier',             'by letter'),
    ('email',   'E', -3, 'L''e-mail de réponse',   'The e-mail of reply',  'par e-mail',               'by e-mail'),
    ('website', 'W',  2, 'Le site',                'The web site',         'sur le site',              'on the web site'),
    ('phone',   'P',  8, 'L''agent au téléphone',  'The agent on the phone', 'par téléphone',          'by phone'),
    ('social',  'S',  0, 'La réponse publiée',     'The reply posted',     'sur les réseaux sociaux',  'on social networks');

CREATE TEMP TABLE questionnaire_determinant (determinant text, ease float8, no_response text, situation int);
INSERT INTO questionnaire_determinant VALUES
    -- situation: 1 every audit; 2 the audits with a transfer; 4 those that complain
    ('accessibility',    5, 'not_applicable', 1),
    ('responsiveness',   0, 'zero',           1),
    ('courtesy',        10, 'zero',           1),
    ('personalisation', -2, 'zero',           1),
    ('waiting',         -4, 'zero',           1),
    ('transfer',        -1, 'not_applicable', 2),
    ('complaints',      -9, 'not_applicable', 4);

-- On the channels whose letters are listed; {R} and {by} take the channel's words.
CREATE TEMP TABLE questionnaire_template (determinant text, number int, channels text, step text, scale text, weight float8, fr text, en text);
INSERT INTO questionnaire_template VALUES
    ('accessibility', 1, 'LEWPS', 'access', 'yes_no', 2, 'Le moyen de joindre le service {by} se trouve en moins de deux minutes', 'How to reach the service {by} is found within two minutes'),
    ('accessibility', 2, 'LEWPS', 'access', 'yes_no', 1, 'Les indications pour joindre le service {by} sont partout les mêmes', 'The directions to reach the service {by} are the same everywhere'),
    ('accessibility', 3, 'LEWPS', 'answer', 'grade_0_4', 1, '{R} emploie des mots simples, sans sigle inexpliqué', '{R} uses plain words, without unexplained acronyms'),
    ('accessibility', 4, 'LEWPS', 'access', 'yes_no', 1, '{R} indique les jours et heures d''ouverture', '{R} gives opening days and hours'),
    ('accessibility', 5, 'LEWPS', 'access', 'yes_no', 1, '{R} précise l''accès des personnes à mobilité réduite', '{R} describes access for people with reduced mobility'),
    ('accessibility', 6, 'LEWPS', 'request', 'grade_1_5', 1, 'Clarté de l''information donnée {by} sur les pièces à fournir', 'Clarity of what is said {by} about the documents to provide'),
    ('accessibility', 7, 'L', 'answer', 'yes_no', 1, 'Le courrier est imprimé en caractères assez grands pour être lu sans effort', 'The letter is printed large enough to be read without effort'),
    ('accessibility', 7, 'E', 'answer', 'yes_no', 1, 'L''e-mail s''affiche correctement sur un téléphone mobile', 'The e-mail displays well on a mobile phone'),
    ('accessibility', 7, 'W', 'access', 'yes_no', 1, 'Le site reste lisible sur un téléphone mobile', 'The web site stays readable on a mobile phone'),
    ('accessibility', 7, 'P', 'access', 'yes_no', 1, 'Le numéro à composer est au prix d''un appel local', 'The number to dial costs no more than a local call'),
    ('accessibility', 7, 'S', 'access', 'yes_no', 1, 'Le compte du service est signalé sur son site', 'The service''s account is advertised on its web site'),
    ('accessibility', 8, 'LEWPS', 'request', 'grade_0_10', 1, 'Facilité de la démarche faite {by}', 'Ease of the procedure {by}'),
    ('responsiveness', 1, 'LES', 'answer', 'delay_days', 3, 'Jours écoulés avant la réponse {by}', 'Days until the reply {by}'),
    ('responsiveness', 1, 'W', 'answer', 'delay_days', 3, 'Jours écoulés avant la réponse au formulaire du site', 'Days until the reply to the web form'),
    ('responsiveness', 1, 'P', 'access', 'rings', 3, 'Sonneries avant que l''appel soit pris', 'Rings before the call is taken'),
    ('responsiveness', 2, 'LES', 'request', 'yes_no', 1, 'Un accusé de réception est envoyé {by}', 'An acknowledgement is sent {by}'),
    ('responsiveness', 2, 'W', 'request', 'yes_no', 1, 'Un accusé de réception suit l''envoi du formulaire', 'An acknowledgement follows the web form'),
    ('responsiveness', 2, 'P', 'access', 'yes_no', 1, 'L''appel aboutit à la première tentative', 'The call goes through at the first attempt'),
    ('responsiveness', 3, 'LEWPS', 'answer', 'grade_0_4', 2, 'La réponse obtenue {by} traite toute la demande', 'The reply obtained {by} deals with the whole request'),
    ('responsiveness', 4, 'LEWPS', 'answer', 'yes_no', 1, '{R} dit ce qui va suivre et quand', '{R} says what comes next and when'),
    ('responsiveness', 5, 'LEWPS', 'answer', 'grade_0_10', 2, 'Exactitude de l''information obtenue {by}', 'Accuracy of the information obtained {by}'),
    ('responsiveness', 6, 'LEWPS', 'request', 'yes_no', 1, 'La demande faite {by} n''a pas dû être répétée', 'The request made {by} did not have to be repeated'),
    ('courtesy', 1, 'LEPS', 'answer', 'yes_no', 1, '{R} commence par une formule d''accueil', '{R} opens with a greeting'),
    ('courtesy', 1, 'W', 'access', 'yes_no', 1, 'La page d''accueil souhaite la bienvenue à l''usager', 'The home page welcomes the user'),
    ('courtesy', 2, 'LES', 'answer', 'yes_no', 1, '{R} se termine par une formule de politesse', '{R} closes with a polite formula'),
    ('courtesy', 2, 'P', 'answer', 'yes_no', 1, 'L''agent prend congé avec politesse', 'The agent takes leave politely'),
    ('courtesy', 2, 'W', 'answer', 'yes_no', 1, 'Les textes du site s''adressent à l''usager avec courtoisie', 'The texts of the web site address the user courteously'),
    ('courtesy', 3, 'LEWPS', 'answer', 'grade_1_5', 2, 'Bienveillance du ton employé {by}', 'Kindness of the tone used {by}'),
    ('courtesy', 4, 'LEWPS', 'request', 'grade_0_4', 1, 'Attention portée au besoin exprimé {by}', 'Attention paid to the need expressed {by}'),
    ('courtesy', 5, 'LEWPS', 'answer', 'yes_no', 1, '{R} remercie l''usager de sa démarche', '{R} thanks the user for getting in touch'),
    ('courtesy', 6, 'LEWS', 'answer', 'grade_0_4', 1, 'Soin de l''orthographe et de la présentation {by}', 'Care taken over spelling and layout {by}'),
    ('courtesy', 6, 'P', 'answer', 'grade_0_4', 1, 'L''agent garde une voix posée et souriante', 'The agent keeps a calm and smiling voice'),
    ('personalisation', 1, 'LEWPS', 'answer', 'yes_no', 1, '{R} donne le nom de la personne qui suit la demande', '{R} gives the name of the person in charge of the request'),
    ('personalisation', 2, 'LEWPS', 'answer', 'yes_no', 1, '{R} donne un contact direct pour la suite', '{R} gives a direct contact for what follows'),
    ('personalisation', 3, 'LEWPS', 'answer', 'grade_0_4', 2, 'La réponse obtenue {by} tient compte de la situation de l''usager', 'The reply obtained {by} takes the user''s situation into account'),
    ('personalisation', 4, 'LEWPS', 'answer', 'yes_no', 1, '{R} reprend l''objet exact de la demande', '{R} restates what was asked'),
    ('personalisation', 5, 'LEWPS', 'answer', 'grade_1_5', 1, 'Conseil donné {by} au-delà de la question posée', 'Advice given {by} beyond the question asked'),
    ('personalisation', 6, 'L', 'answer', 'yes_no', 1, 'Le courrier porte une signature manuscrite', 'The letter is signed by hand'),
    ('personalisation', 6, 'E', 'answer', 'yes_no', 1, 'L''objet de l''e-mail rappelle la demande', 'The subject line of the e-mail recalls the request'),
    ('personalisation', 6, 'W', 'request', 'yes_no', 1, 'L''espace personnel du site garde la trace des démarches', 'The user''s account on the web site keeps a record of procedures'),
    ('personalisation', 6, 'P', 'request', 'yes_no', 1, 'L''agent reformule la demande avant d''y répondre', 'The agent rephrases the request before answering it'),
    ('personalisation', 6, 'S', 'answer', 'yes_no', 1, 'La réponse s''adresse à l''usager par son nom de compte', 'The reply addresses the user by account name'),
    ('waiting', 1, 'LEWPS', 'request', 'yes_no', 1, 'Le délai de traitement est annoncé {by}', 'The time that the request will take is announced {by}'),
    ('waiting', 2, 'LEWPS', 'answer', 'yes_no', 2, 'Le délai annoncé {by} est tenu', 'The time announced {by} is kept'),
    ('waiting', 3, 'LEWPS', 'answer', 'grade_0_4', 1, '{R} explique les raisons de l''attente', '{R} explains why there is a wait'),
    ('waiting', 4, 'LES', 'request', 'yes_no', 1, 'Une réponse d''attente est envoyée {by} quand le traitement se prolonge', 'An interim reply is sent {by} when the matter takes longer'),
    ('waiting', 4, 'W', 'access', 'yes_no', 1, 'Les pages du site s''affichent sans attente', 'The pages of the web site display without delay'),
    ('waiting', 4, 'P', 'access', 'yes_no', 1, 'La mise en attente dure moins d''une minute', 'The call is put on hold for less than one minute'),
    ('transfer', 1, 'LEWPS', 'request', 'yes_no', 2, 'La demande faite {by} arrive au bon service sans nouvel envoi', 'The request made {by} reaches the right office without being sent again'),
    ('transfer', 2, 'LEWPS', 'answer', 'yes_no', 1, '{R} nomme le service qui reprend la demande', '{R} names the office that takes over'),
    ('transfer', 3, 'LEWPS', 'request', 'grade_0_4', 1, 'L''usager n''a pas à redire ce qu''il a exposé {by}', 'The user need not say again what was explained {by}'),
    ('transfer', 4, 'LEWPS', 'request', 'grade_1_5', 1, 'Qualité de l''orientation donnée {by} vers le service compétent', 'Quality of the directions given {by} to the office in charge'),
    ('transfer', 5, 'LES', 'answer', 'delay_days', 1, 'Jours perdus par le transfert de la demande faite {by}', 'Days lost in the transfer of the request made {by}'),
    ('transfer', 5, 'W', 'request', 'yes_no', 1, 'Les liens vers les autres services mènent à la bonne page', 'Links to other offices lead to the right page'),
    ('transfer', 5, 'P', 'request', 'rings', 1, 'Sonneries avant que le poste appelé par transfert réponde', 'Rings before the transferred call is taken'),
    ('complaints', 1, 'LEWPS', 'access', 'yes_no', 1, 'La façon de réclamer {by} est expliquée', 'How to complain {by} is explained'),
    ('complaints', 2, 'LEWPS', 'answer', 'yes_no', 1, '{R} reconnaît le désagrément subi', '{R} acknowledges the trouble caused'),
    ('complaints', 3, 'LEWPS', 'answer', 'grade_0_4', 2, 'La réponse à la réclamation faite {by} traite chaque grief', 'The reply to the complaint made {by} deals with every grievance'),
    ('complaints', 4, 'LEWPS', 'answer', 'yes_no', 1, '{R} indique les voies de recours et le médiateur', '{R} mentions means of appeal and the mediator'),
    ('complaints', 5, 'LES', 'answer', 'delay_days', 2, 'Jours écoulés avant la réponse à la réclamation faite {by}', 'Days until the reply to the complaint made {by}'),
    ('complaints', 5, 'W', 'access', 'yes_no', 2, 'Un formulaire de réclamation existe sur le site', 'The web site has a complaint form'),
    ('complaints', 5, 'P', 'answer', 'grade_0_10', 2, 'Maîtrise de soi de l''agent face au mécontentement', 'Composure of the agent before a dissatisfied user');

CREATE TEMP TABLE questionnaire AS
SELECT channel,
       (row_number() OVER (PARTITION BY channel ORDER BY determinant.position, number))::int AS item,
       template.determinant || '_' || number AS criterion,
       template.determinant,
       step,
       scale,
       template.weight,
       no_response,
       situation,
       replace(replace(fr, '{R}', r_fr), '{by}', by_fr) AS label_fr,
       replace(replace(en, '{R}', r_en), '{by}', by_en) AS label_en,
       -- items differ in ease within their channel and determinant too
       channels.ease + determinants.ease + 24 * (pg_temp.chance(channel || template.determinant || number) - 0.5) AS ease
FROM questionnaire_template AS template
JOIN questionnaire_channel AS channels ON strpos(template.channels, channels.code) > 0
JOIN questionnaire_determinant AS determinants ON determinants.determinant = template.determinant
JOIN :"observatory".determinant ON determinant.determinant = template.determinant;

INSERT INTO :"observatory".criterion
    (edition, channel, item, criterion, determinant, step, scale, weight, no_response, label_fr, label_en)
SELECT edition, channel, item, criterion, determinant, step, scale, weight, no_response, label_fr, label_en
FROM questionnaire
CROSS JOIN (VALUES (2019), (2020)) AS edition (edition)
ORDER BY edition, channel, item;

/* ---------- Structures ---------- */

-- Those whose place in the story is known: the laureates of 2020, and the
-- three communes that became Les Sables-d'Olonne on 1 January 2019.
CREATE TEMP TABLE named (category text, name text, in_2019 boolean, in_2020 boolean, strength float8,
                         population int, department text, region text, labels text[], successor text);
INSERT INTO named VALUES
    ('city_50k_plus',       'Villeurbanne',                                    true,  true,  17, 149000,  'Rhône', 'Auvergne-Rhône-Alpes', '{Qualivilles,Marianne}', NULL),
    ('city_20k_50k',        'Les Sables-d''Olonne',                            false, true,  27, 44000,   'Vendée', 'Pays de la Loire', NULL, NULL),
    ('city_under_20k',      'Pagny-sur-Moselle',                               true,  true,  26, 4100,    'Meurthe-et-Moselle', 'Grand Est', NULL, NULL),
    ('intercommunality',    'Grand Besançon Métropole',                        true,  true,  24, 193000,  'Doubs', 'Bourgogne-Franche-Comté', '{Qualivilles}', NULL),
    ('department',          'Haute-Garonne',                                   true,  true,  17, 1380000, 'Haute-Garonne', 'Occitanie', NULL, NULL),
    ('region',              'Hauts-de-France',                                 true,  true,  20, 6000000, NULL, 'Hauts-de-France', NULL, NULL),
    ('france_services',     'France services Viverols',                        true,  true,  24, NULL,    'Puy-de-Dôme', 'Auvergne-Rhône-Alpes', NULL, NULL),
    ('development_tourism', 'Office de tourisme et du thermalisme du Grand Dax', true, true, 22, NULL,    'Landes', 'Nouvelle-Aquitaine', NULL, NULL),
    ('social_health',       'CCAS de Saumur',                                  true,  true,  24, NULL,    'Maine-et-Loire', 'Pays de la Loire', NULL, NULL),
    ('city_under_20k',      'Les Sables-d''Olonne (avant 2019)',               true,  false, 8,  14000,   'Vendée', 'Pays de la Loire', NULL, 'Les Sables-d''Olonne'),
    ('city_under_20k',      'Château-d''Olonne',                               true,  false, 5,  14000,   'Vendée', 'Pays de la Loire', NULL, 'Les Sables-d''Olonne'),
    ('city_under_20k',      'Olonne-sur-Mer',                                  true,  false, 4,  15000,   'Vendée', 'Pays de la Loire', NULL, 'Les Sables-d''Olonne');

-- The others: how many of each category take part in both editions, in 2020
-- only and in 2019 only; how many participants of each edition hold a label.
CREATE TEMP TABLE crowd (category text, both_editions int, only_2020 int, only_2019 int, certified_2019 int, certified_2020 int,
                         strength float8, prefix text, generic text, names text);
INSERT INTO crowd VALUES
    ('city_50k_plus',       19, 14,  6, 5, 9,   5, '', 'Grande ville', 'Lyon, Nantes, Rennes, Angers, Dijon, Le Mans, Brest, Tours, Limoges, Amiens, Metz, Orléans, Mulhouse, Caen, Nancy, Saint-Denis, Roubaix, Tourcoing, Avignon, Poitiers, Versailles, Colmar, Lorient, Quimper, Valence, Chambéry, Bourges, Troyes, La Rochelle, Antibes, Cannes, Calais, Niort, Pau, Mérignac, Pessac, Vénissieux, Clichy, Cholet'),
    ('city_20k_50k',        22, 25, 11, 5, 8,   2, '', 'Ville moyenne', 'Laval, Lens, Saumur, Sète, Carpentras, Alès, Vichy, Mâcon, Nevers, Auxerre, Épinal, Haguenau, Thionville, Saint-Dizier, Châlons-en-Champagne, Soissons, Laon, Compiègne, Creil, Abbeville, Évreux, Vernon, Lisieux, Montbéliard, Alençon, Fougères, Saint-Malo, Lanester, Saint-Brieuc, Rezé, Saint-Herblain, Orvault, Vierzon, Blois, Châtellerault, Angoulême, Rochefort, Montluçon, Périgueux, Bergerac, Agen, Libourne, Dax, Mont-de-Marsan, Tarbes, Auch, Castres, Albi, Rodez, Aurillac, Roanne, Vienne, Romans-sur-Isère, Bourgoin-Jallieu, Annemasse, Gap, Salon-de-Provence, Draguignan'),
    ('city_under_20k',      27, 46, 19, 4, 5,   0, '', 'Petite ville', 'Craponne, Changé, Sarlat-la-Canéda, Amboise, Loches, Vendôme, Issoire, Thiers, Ambert, Riom, Langres, Vitré, Redon, Pontivy, Guingamp, Carhaix-Plouguer, Landerneau, Morlaix, Douarnenez, Quimperlé, Ploërmel, Ancenis-Saint-Géréon, Clisson, Pornic, Machecoul-Saint-Même, Les Herbiers, Luçon, Parthenay, Thouars, Airvault, Saint-Junien, Guéret, Tulle, Ussel, Cahors, Figeac, Villefranche-de-Rouergue, Espalion, Mende, Bagnols-sur-Cèze, Uzès, Sommières, Pézenas, Limoux, Pamiers, Foix, Saint-Gaudens, Revel, Gaillac, Moissac, Condom, Orthez, Oloron-Sainte-Marie, Saint-Jean-de-Luz, Biscarrosse, Arcachon, Langon, Marmande, Nérac, Cognac, Jonzac, Saint-Jean-d''Angély, Montmorillon, Le Blanc, Issoudun, Saint-Amand-Montrond, Cosne-Cours-sur-Loire, Avallon, Autun, Nuits-Saint-Georges, Arbois, Lons-le-Saunier, Pontarlier, Lure, Vesoul, Remiremont, Gérardmer, Sélestat, Saverne, Sarrebourg, Toul, Verdun, Bar-le-Duc, Rethel, Sézanne, Nogent, Romilly-sur-Seine, Joigny, Nemours, Provins, Milly-la-Forêt, Dourdan'),
    ('intercommunality',    17, 34, 12, 4, 5,  -1, '', 'Communauté de communes', 'Rennes Métropole, Nantes Métropole, Angers Loire Métropole, Brest Métropole, Dijon Métropole, Eurométropole de Metz, Métropole Européenne de Lille, Toulouse Métropole, Montpellier Méditerranée Métropole, Bordeaux Métropole, Clermont Auvergne Métropole, Saint-Étienne Métropole, Grenoble-Alpes Métropole, Orléans Métropole, Tours Métropole Val de Loire, Métropole Rouen Normandie, Grand Poitiers, Grand Angoulême, Grand Périgueux, Grand Cahors, Grand Albigeois, Grand Montauban, Grand Narbonne, Grand Avignon, Grand Annecy, Grand Chambéry, Grand Lac, Grand Belfort, Grand Chalon, Grand Reims, Grand Évreux, Laval Agglomération, Lorient Agglomération, Saint-Brieuc Armor Agglomération, Lannion-Trégor Communauté, Morlaix Communauté, Quimper Bretagne Occidentale, Vitré Communauté, Fougères Agglomération, Redon Agglomération, Cap Atlantique, Pornic Agglo Pays de Retz, La Roche-sur-Yon Agglomération, Saumur Val de Loire, Agglomération du Choletais, Le Mans Métropole, Chartres Métropole, Agglopolys, Territoires Vendômois, Châteauroux Métropole, Bourges Plus, Nevers Agglomération, Mâconnais Beaujolais Agglomération, Roannais Agglomération, Loire Forez Agglomération, Valence Romans Agglo, Montélimar Agglomération, Vienne Condrieu Agglomération, Pays Voironnais, Arlysère, Thonon Agglomération, Lunel Agglo, Béziers Méditerranée'),
    ('department',          17, 21,  8, 4, 5,   0, '', 'Département', 'Aisne, Allier, Ardèche, Aube, Aude, Aveyron, Calvados, Cantal, Charente, Cher, Corrèze, Côte-d''Or, Côtes-d''Armor, Creuse, Dordogne, Doubs, Drôme, Eure, Eure-et-Loir, Finistère, Gard, Gers, Gironde, Hérault, Ille-et-Vilaine, Indre, Isère, Jura, Landes, Loire, Loiret, Lot, Lozère, Manche, Marne, Mayenne, Meuse, Morbihan, Moselle, Nièvre, Nord, Oise, Orne, Pas-de-Calais, Savoie, Vendée'),
    ('region',               5,  4,  2, 1, 1,  -2, '', 'Région', 'Auvergne-Rhône-Alpes, Bourgogne-Franche-Comté, Bretagne, Centre-Val de Loire, Grand Est, Île-de-France, Normandie, Nouvelle-Aquitaine, Occitanie, Pays de la Loire, Provence-Alpes-Côte d''Azur'),
    ('france_services',      7, 14,  8, 1, 1,   0, 'France services ', 'France services', 'Arlanc, Olliergues, Cunlhat, Murat, Riom-ès-Montagnes, Brioude, Langeac, Saugues, Florac, Le Malzieu, Decazeville, Gramat, Souillac, Nontron, Thiviers, Bourganeuf, Aubusson, La Souterraine, Bellac, Loudun, Melle, Mauléon, Segré, Craon, Mayenne, Domfront, Mortain, Carentan, Valognes'),
    ('development_tourism',  6,  7,  5, 3, 4,  -2, 'Office de tourisme ', 'Office de tourisme', 'de Saint-Malo, de La Baule, de Biarritz, d''Arcachon, de Royan, de Carcassonne, de Rocamadour, d''Annecy, de Chamonix, d''Aix-les-Bains, de Vichy, de Colmar, de Gérardmer, de Reims, du Touquet, de Deauville, de Honfleur, de Quiberon'),
    ('social_health',        8,  9,  7, 1, 2,  -8, 'CCAS ', 'CCAS', 'de Besançon, de Brest, de Nantes, de Rennes, d''Angers, du Mans, de Tours, d''Orléans, de Dijon, de Nancy, de Metz, de Reims, d''Amiens, de Lille, de Roubaix, de Rouen, de Caen, de Bordeaux, de Pau, de Tarbes, de Toulouse, de Montpellier, de Nîmes, de Valence'),
    ('other',                5,  5,  9, 0, 0,  -7, '', 'Autre service public', 'Bibliothèque de Laval, Médiathèque de Vannes, Conservatoire de Niort, Musée de Troyes, Université d''Angers, Université de Pau, Régie des eaux de Dijon, Eau de Valence, Transports de Tours, Transports de Lorient, Piscine de Colmar, Théâtre de Bourges, Rectorat de Caen, Préfecture de l''Orne, Préfecture du Cher, Sous-préfecture de Dole, Chambre d''agriculture du Lot, Chambre de métiers du Gers, Office de l''habitat de Nevers');

CREATE TEMP TABLE cast_of_structures AS
WITH place AS (
    -- real names as long as there are, then "Petite ville 93", "Petite ville 94"…
    SELECT crowd.*,
           place,
           greatest(1, round(both_editions * :structures_scale)) AS stays,
           greatest(1, round(only_2020 * :structures_scale)) AS enters,
           prefix || coalesce((string_to_array(names, ', '))[place], '') AS real_name,
           place <= cardinality(string_to_array(names, ', ')) AS has_name
    FROM crowd
    CROSS JOIN LATERAL generate_series(1, greatest(1, round(both_editions * :structures_scale))::int
                                          + greatest(1, round(only_2020 * :structures_scale))::int
                                          + greatest(1, round(only_2019 * :structures_scale))::int) AS place
),
everyone AS (
    SELECT category, name, in_2019, in_2020, strength AS own_strength, population, department, region, labels, successor
    FROM named
    UNION ALL
    SELECT category,
           CASE WHEN has_name THEN real_name ELSE generic || ' ' || place END,
           place <= stays OR place > stays + enters,
           place <= stays + enters,
           NULL, NULL,
           CASE WHEN category = 'department' AND has_name THEN real_name END,
           CASE WHEN category = 'region' AND has_name THEN real_name END,
           NULL, NULL
    FROM place
)
SELECT everyone.*,
       -- a code that can be typed: CCAS d'Angers becomes ccas-d-angers
       trim('-' FROM regexp_replace(lower(translate(
           category_prefix || name, 'ÀÂÇÉÈÊÎÔàâäçéèêëîïôöùûüŒœ', 'AACEEEIOaaaceeeeiioouuuOo') COLLATE "C"), '[^a-z0-9]+', '-', 'g')) AS structure
FROM everyone
-- a département and a region share no name with a city; the code says it all the same
CROSS JOIN LATERAL (SELECT CASE category WHEN 'department' THEN 'departement-' WHEN 'region' THEN 'region-' ELSE '' END) AS code (category_prefix);

INSERT INTO :"observatory".structure (structure, name, population, department, region, successor)
SELECT member.structure, member.name, member.population, member.department, member.region, heir.structure
FROM cast_of_structures AS member
LEFT JOIN cast_of_structures AS heir ON heir.name = member.successor
ORDER BY member.successor IS NOT NULL, member.structure;

/* ---------- Participations, and the quality of each ---------- */

-- Leniency and label_strength are the four numbers that calibration sets.
CREATE TEMP TABLE season (edition int, leniency float8, label_strength float8, first_time_strength float8,
                          last_time_strength float8, pause date, pause_days int);
INSERT INTO season VALUES
    (2019, 21.385, 4.24, 0, -3, NULL, 0),
    (2020, 17.305, 4.56, -8, 0, '2020-04-01', 61);   -- field work stopped in April and May 2020

CREATE TEMP TABLE participant AS
WITH entry AS (
    SELECT season.*,
           member.*,
           crowd.strength AS category_strength,
           CASE season.edition WHEN 2019 THEN certified_2019 ELSE certified_2020 END AS certified_in_category,
           -- who holds a label in one edition mostly holds it in the other
           row_number() OVER (PARTITION BY season.edition, member.category
                              ORDER BY labels IS NULL, md5('label' || member.structure)) AS label_place
    FROM season
    JOIN cast_of_structures AS member ON CASE season.edition WHEN 2019 THEN in_2019 ELSE in_2020 END
    JOIN crowd ON crowd.category = member.category
),
labelled AS (
    SELECT entry.*,
           CASE WHEN label_place > round(certified_in_category * :structures_scale) THEN '{}'
                ELSE coalesce(labels, CASE floor(4 * pg_temp.chance('which label' || structure))
                                          WHEN 0 THEN '{Qualivilles}'
                                          WHEN 1 THEN '{Marianne}'
                                          WHEN 2 THEN '{Accueil service public local}'
                                          ELSE '{Marianne,Qualivilles}' END::text[]) END AS labels_held
    FROM entry
)
SELECT edition,
       structure,
       category,
       labels_held,
       pause,
       pause_days,
       leniency + category_strength
       + CASE WHEN labels_held <> '{}' THEN label_strength ELSE 0 END
       + CASE WHEN own_strength IS NOT NULL THEN 0
              WHEN edition = 2020 AND NOT in_2019 THEN first_time_strength
              WHEN edition = 2019 AND NOT in_2020 THEN last_time_strength
              ELSE 0 END
       -- its own strength: three draws are nearly a bell; and the form of the year
       + coalesce(own_strength, 17 * (pg_temp.chance('a' || structure) + pg_temp.chance('b' || structure)
                                      + pg_temp.chance('c' || structure) - 1.5))
       + 10 * (pg_temp.chance(edition || structure) - 0.5) AS quality,
       pg_temp.chance('social' || structure) > 0.06 AS on_social_networks
FROM labelled;

INSERT INTO :"observatory".participation (edition, structure, category, labels)
SELECT edition, structure, category, labels_held
FROM participant
ORDER BY edition, structure;

/* ---------- Audits ---------- */

CREATE TEMP TABLE audit_plan (channel text, audits int, silence float8);
INSERT INTO audit_plan VALUES      -- silence: share of requests without reply, for a middling structure
    ('letter', 4, 0.16), ('email', 5, 0.13), ('website', 4, 0.00), ('phone', 7, 0.04), ('social', 4, 0.12);

-- A grade lies around its scale's share of the chance, within noise; a delay or
-- a number of rings is spread from the least to what the chance allows.
CREATE TEMP TABLE answer_model (scale text, least float8, steps float8, noise float8, spread float8);
INSERT INTO answer_model VALUES
    ('yes_no',     0, 1,  1,   NULL),
    ('grade_0_4',  0, 4,  2.6, NULL),
    ('grade_1_5',  1, 4,  2.6, NULL),
    ('grade_0_10', 0, 10, 6,   NULL),
    ('delay_days', 0, NULL, NULL, 22),
    ('rings',      1, NULL, NULL, 14);

-- Each questionnaire as arrays, one element an item.
CREATE TEMP TABLE sheet AS
SELECT channel,
       array_agg(questionnaire.ease ORDER BY item) AS ease,
       array_agg(situation ORDER BY item) AS situation,
       array_agg(least ORDER BY item) AS least,
       array_agg(steps ORDER BY item) AS steps,
       array_agg(noise ORDER BY item) AS noise,
       array_agg(spread ORDER BY item) AS spread,
       array_agg(1 + floor(1073741820 * pg_temp.chance('key' || channel || item))::bigint ORDER BY item) AS key
FROM questionnaire
JOIN answer_model USING (scale)
GROUP BY channel;

-- One md5 an audit is four whole numbers s1 to s4; (s1 + s2 * key) mod p and
-- (s3 + s4 * key) mod p are two draws an item, independent from item to item.
INSERT INTO :"observatory".audit (edition, structure, audit, channel, audited_on, auditor, responded, answers)
WITH planned AS (
    SELECT participant.*,
           audit_plan.channel,
           silence,
           turn,
           row_number() OVER (PARTITION BY edition, structure ORDER BY channel.position, turn) AS audit,
           md5(edition || structure || audit_plan.channel || turn) AS digest
    FROM participant
    CROSS JOIN audit_plan
    JOIN :"observatory".channel ON channel.channel = audit_plan.channel
    CROSS JOIN LATERAL generate_series(1, audits) AS turn
    WHERE audit_plan.channel <> 'social' OR on_social_networks
),
drawn AS (
    SELECT planned.*,
           ('x' || substr(digest, 1, 8))::bit(32)::bigint AS s1,
           ('x' || substr(digest, 9, 8))::bit(32)::bigint AS s2,
           ('x' || substr(digest, 17, 8))::bit(32)::bigint AS s3,
           ('x' || substr(digest, 25, 8))::bit(32)::bigint AS s4
    FROM planned
),
audited AS MATERIALIZED (      -- computed once an audit, not once an item
    SELECT drawn.*,
           -- one audit in two is passed on to another office, one in three complains
           1 + 2 * (turn % 2) + CASE WHEN turn % 3 = 2 THEN 4 ELSE 0 END AS situation,
           -- the luck of the audit, and how the structure does on this channel
           quality + 44 * (s3 / 4294967296.0::float8 - 0.5)
               + 20 * (pg_temp.chance(channel || structure) - 0.5) AS quality_today,
           s1 / 4294967296.0::float8 >= silence * (1.6 - quality / 30) AS responded,
           starts_on + floor((s4 / 4294967296.0::float8) * (ends_on - starts_on + 1 - pause_days))::int AS working_day
    FROM drawn
    JOIN :"observatory".edition USING (edition)
)
SELECT edition,
       structure,
       audit,
       channel,
       CASE WHEN working_day >= pause THEN working_day + pause_days ELSE working_day END,
       'E' || 101 + s2 % 120,
       responded,
       filled.answers
FROM audited
JOIN sheet USING (channel)
CROSS JOIN LATERAL (
    SELECT array_agg((
               CASE WHEN audited.situation & item.situation = 0 THEN NULL
                    WHEN missing < 0.035 THEN CASE WHEN missing < 0.015 THEN NULL ELSE 'NaN'::float8 END
                    WHEN spread IS NULL THEN least + floor(least(greatest(steps * chance + noise * (luck - 0.5) + 0.5, 0), steps))
                    ELSE least + floor(spread * (1 - chance) * luck)
               END)::real) AS answers
    FROM unnest(sheet.ease, sheet.situation, sheet.least, sheet.steps, sheet.noise, sheet.spread, sheet.key)
         AS item (ease, situation, least, steps, noise, spread, key)
    CROSS JOIN LATERAL (
        SELECT least(greatest((50 + quality_today + item.ease) / 100, 0.03), 0.97) AS chance,
               (s1 + s2 * key) % 2147483647 / 2147483647.0::float8 AS luck,
               (s3 + s4 * key) % 2147483647 / 2147483647.0::float8 AS missing
        ) AS draw
    WHERE responded
    ) AS filled
ORDER BY edition, structure, audit;

DROP TABLE questionnaire_channel, questionnaire_determinant, questionnaire_template, questionnaire,
    named, crowd, cast_of_structures, season, participant, audit_plan, answer_model, sheet;
DROP FUNCTION pg_temp.chance(text);
