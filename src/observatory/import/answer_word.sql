\observatory tables
/* How words become answers at import. */

CREATE TABLE answer_word (
    word text COLLATE "C",
    scale text COLLATE "C" DEFAULT '',
    value float8,
    state text CHECK (state IN ('not_applicable', 'not_observed')),
    PRIMARY KEY (word, scale),
    CHECK ((value IS NULL) <> (state IS NULL))
);

\observatory reference
INSERT INTO answer_word (word, scale, value) VALUES
    ('oui', 'yes_no', 1), ('yes', 'yes_no', 1), ('vrai', 'yes_no', 1), ('true', 'yes_no', 1),
    ('non', 'yes_no', 0), ('no',  'yes_no', 0), ('faux', 'yes_no', 0), ('false', 'yes_no', 0);

INSERT INTO answer_word (word, state) VALUES
    ('na', 'not_applicable'), ('n/a', 'not_applicable'), ('n.a.', 'not_applicable'), ('non concerne', 'not_applicable'),
    ('sans objet', 'not_applicable'), ('s.o.', 'not_applicable'), ('non applicable', 'not_applicable'),
        ('not applicable', 'not_applicable'),
    ('non observe', 'not_observed'), ('nsp', 'not_observed'), ('ne sait pas', 'not_observed'),
        ('not observed', 'not_observed'),
    ('don''t know', 'not_observed');

\observatory relations
('answer_word', NULL,
 'Comment les mots deviennent des réponses à l’import ; cherchés avant les nombres'
 ' — How words become answers at import; looked up before numbers'),

\observatory columns
('', 'word', 'Mot — Word', '', '',
 'Le mot, en minuscules et sans accents — The word, in lower case without accents'),
('answer_word', 'scale', 'Échelle — Scale', '', '',
 'Échelle sur laquelle il a ce sens ; vide : toutes — Scale on which it means this; empty: any'),
('answer_word', 'value', 'Valeur — Value', '', '0.##',
 'La réponse qu’il représente ; NULL : un état — The answer that it stands for; NULL: a state'),
('answer_word', 'state', 'État — State', '', '',
 'not_applicable (sans objet) ou not_observed (non observé) ; NULL : une valeur'
 ' — not_applicable or not_observed; NULL: a value'),
