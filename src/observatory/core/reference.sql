\observatory reference
/* The reference rows of a barometer of public services, as AFNOR's. */

INSERT INTO channel (position, channel, label_fr, label_en) VALUES
    (1, 'letter',  'Courrier',         'Letter'),
    (2, 'email',   'E-mail',           'E-mail'),
    (3, 'website', 'Site Internet',    'Web site'),
    (4, 'phone',   'Téléphone',        'Phone'),
    (5, 'social',  'Réseaux sociaux',  'Social networks'),
    (6, 'visit',   'Visite sur place', 'Visit');

INSERT INTO determinant (position, determinant, label_fr, label_en) VALUES
    (1, 'accessibility',   'Accessibilité',             'Accessibility'),
    (2, 'responsiveness',  'Réactivité',                'Responsiveness'),
    (3, 'courtesy',        'Courtoisie',                'Courtesy'),
    (4, 'personalisation', 'Personnalisation',          'Personalisation'),
    (5, 'waiting',         'Gestion de l''attente',     'Waiting'),
    (6, 'transfer',        'Efficacité du transfert',   'Transfer'),
    (7, 'complaints',      'Gestion des réclamations',  'Complaint handling');

INSERT INTO category (position, category, label_fr, label_en, local_authority, awarded) VALUES
    (1,  'city_50k_plus',       'Villes de plus de 50 000 habitants',     'Cities of over 50,000 inhabitants',        true,  true),
    (2,  'city_20k_50k',        'Villes de 20 000 à 49 999 habitants',    'Cities of 20,000 to 49,999 inhabitants',   true,  true),
    (3,  'city_under_20k',      'Villes de moins de 20 000 habitants',    'Cities of under 20,000 inhabitants',       true,  true),
    (4,  'intercommunality',    'Intercommunalités',                      'Intercommunalities',                       true,  true),
    (5,  'department',          'Départements',                           'Départements',                             true,  true),
    (6,  'region',              'Régions',                                'Regions',                                  true,  true),
    (7,  'france_services',     'France services',                        'France services houses',                   false, true),
    (8,  'development_tourism', 'Développement, attractivité, tourisme',  'Development, attractiveness, tourism',     false, true),
    (9,  'social_health',       'Services sociaux et de santé',           'Social and health services',               false, true),
    (10, 'other',               'Autres services publics',                'Other public services',                    false, false);

INSERT INTO scale (scale, points, scores, minimum, maximum, label) VALUES
    ('yes_no',     '{0,1}',      '{0,100}',         0, 1,    'No (0) or yes (1)'),
    ('grade_0_4',  '{0,4}',      '{0,100}',         0, 4,    'Grade from 0 to 4'),
    ('grade_1_5',  '{1,5}',      '{0,100}',         1, 5,    'Grade from 1 to 5'),
    ('grade_0_10', '{0,10}',     '{0,100}',         0, 10,   'Grade from 0 to 10'),
    ('delay_days', '{0,2,5,15}', '{100,80,50,0}',   0, NULL, 'Days until the answer'),
    ('rings',      '{0,5,5,10}', '{100,100,50,0}',  0, NULL, 'Rings before the call is taken');
