\observatory tables
/* The tables of an observatory.  They are ordinary tables of its owner. */

CREATE TABLE edition (
    edition int PRIMARY KEY,
    label text,
    starts_on date,
    ends_on date,
    published_on date,
    min_audits int NOT NULL DEFAULT 2 CHECK (min_audits >= 0),
    min_coverage float8 NOT NULL DEFAULT 0 CHECK (min_coverage BETWEEN 0::float8 AND 1::float8),
    min_cell_coverage float8 NOT NULL DEFAULT 0 CHECK (min_cell_coverage BETWEEN 0::float8 AND 1::float8),
    target float8 CHECK (target BETWEEN 0::float8 AND 100::float8),
    min_published int NOT NULL DEFAULT 3 CHECK (min_published >= 1),
    max_share float8 NOT NULL DEFAULT 0.85 CHECK (max_share > 0::float8 AND max_share <= 1::float8),
    ratio_low float8 CHECK (ratio_low >= 0::float8 AND ratio_low < 1::float8),
    ratio_high float8 CHECK (ratio_high > 1::float8 AND ratio_high < 'Infinity'::float8),
    CHECK (ends_on >= starts_on),
    CHECK ((ratio_low IS NULL) = (ratio_high IS NULL))
);

COMMENT ON TABLE edition IS 'Editions of the barometer. The number is the key: labels differ between sources. The previous edition is the one with the next smaller number.';
COMMENT ON COLUMN edition.edition IS 'Number of the edition';
COMMENT ON COLUMN edition.label IS 'Name of the edition';
COMMENT ON COLUMN edition.starts_on IS 'First day of the audits';
COMMENT ON COLUMN edition.ends_on IS 'Last day of the audits';
COMMENT ON COLUMN edition.published_on IS 'Day of the publication';
COMMENT ON COLUMN edition.min_audits IS 'Audits that a structure needs to be ranked';
COMMENT ON COLUMN edition.min_coverage IS 'Coverage (0–1) that a structure needs to be ranked';
COMMENT ON COLUMN edition.min_cell_coverage IS 'Coverage of cells (0–1) that a structure needs to be ranked';
COMMENT ON COLUMN edition.target IS 'Score (0–100) to reach; NULL: none';
COMMENT ON COLUMN edition.min_published IS 'Structures that a published mean rests on, at least';
COMMENT ON COLUMN edition.max_share IS 'Share (0–1) of the weight that one structure may have in a published mean, at most';
COMMENT ON COLUMN edition.ratio_low IS 'Calibration: smallest ratio (below 1) of a calibrated weight to the weight; NULL: no bound';
COMMENT ON COLUMN edition.ratio_high IS 'Calibration: largest ratio (above 1); NULL: no bound';

CREATE TABLE channel (
    channel text COLLATE "C" PRIMARY KEY CHECK (octet_length(channel) BETWEEN 1 AND 255),
    position int NOT NULL UNIQUE,
    label_fr text,
    label_en text
);

COMMENT ON TABLE channel IS 'Channels on which structures are audited';
COMMENT ON COLUMN channel.channel IS 'Code of the channel';
COMMENT ON COLUMN channel.position IS 'Place in lists';
COMMENT ON COLUMN channel.label_fr IS 'Name in French';
COMMENT ON COLUMN channel.label_en IS 'Name in English';

CREATE TABLE determinant (
    determinant text COLLATE "C" PRIMARY KEY CHECK (octet_length(determinant) BETWEEN 1 AND 255),
    position int NOT NULL UNIQUE,
    label_fr text,
    label_en text
);

COMMENT ON TABLE determinant IS 'Determinants of users'' satisfaction';
COMMENT ON COLUMN determinant.determinant IS 'Code of the determinant';
COMMENT ON COLUMN determinant.position IS 'Place in lists';
COMMENT ON COLUMN determinant.label_fr IS 'Name in French';
COMMENT ON COLUMN determinant.label_en IS 'Name in English';

CREATE TABLE category (
    category text COLLATE "C" PRIMARY KEY,
    position int NOT NULL UNIQUE,
    label_fr text,
    label_en text,
    local_authority boolean NOT NULL DEFAULT false,
    awarded boolean NOT NULL DEFAULT true
);

COMMENT ON TABLE category IS 'Categories in which structures are ranked';
COMMENT ON COLUMN category.category IS 'Code of the category';
COMMENT ON COLUMN category.position IS 'Place in lists';
COMMENT ON COLUMN category.label_fr IS 'Name in French';
COMMENT ON COLUMN category.label_en IS 'Name in English';
COMMENT ON COLUMN category.local_authority IS 'True for local authorities (collectivités territoriales)';
COMMENT ON COLUMN category.awarded IS 'True when the category has a laureate';

CREATE TABLE structure (
    structure text COLLATE "C" PRIMARY KEY,
    name text,
    population int CHECK (population >= 0),
    department text,
    region text,
    siren text,
    successor text COLLATE "C" REFERENCES structure
);

COMMENT ON TABLE structure IS 'Structures that take part, or took part, in the barometer';
COMMENT ON COLUMN structure.structure IS 'Code of the structure';
COMMENT ON COLUMN structure.name IS 'Name of the structure';
COMMENT ON COLUMN structure.population IS 'Inhabitants';
COMMENT ON COLUMN structure.department IS 'Département';
COMMENT ON COLUMN structure.region IS 'Région';
COMMENT ON COLUMN structure.siren IS 'Number in the SIREN register';
COMMENT ON COLUMN structure.successor IS 'The structure that it was merged into; NULL: none';

CREATE TABLE determinant_weight (
    edition int REFERENCES edition,
    determinant text COLLATE "C" REFERENCES determinant,
    weight float8 NOT NULL DEFAULT 1,
    PRIMARY KEY (edition, determinant)
);

COMMENT ON TABLE determinant_weight IS 'Which determinants an edition scores, and how much each counts in the global score';
COMMENT ON COLUMN determinant_weight.edition IS 'Number of the edition';
COMMENT ON COLUMN determinant_weight.determinant IS 'Code of the determinant';
COMMENT ON COLUMN determinant_weight.weight IS 'Weight (0 or more; only ratios matter); 0: shown, not counted';

CREATE TABLE channel_weight (
    edition int REFERENCES edition,
    channel text COLLATE "C" REFERENCES channel,
    weight float8 NOT NULL DEFAULT 1,
    planned_audits int CHECK (planned_audits >= 0),
    PRIMARY KEY (edition, channel)
);

COMMENT ON TABLE channel_weight IS 'Which channels an edition audits, and how much each counts in the determinant scores';
COMMENT ON COLUMN channel_weight.edition IS 'Number of the edition';
COMMENT ON COLUMN channel_weight.channel IS 'Code of the channel';
COMMENT ON COLUMN channel_weight.weight IS 'Weight (0 or more; only ratios matter); 0: audited, shown, not counted';
COMMENT ON COLUMN channel_weight.planned_audits IS 'Audits planned for each structure; NULL: not known';

CREATE TABLE scale (
    scale text COLLATE "C" PRIMARY KEY,
    points float8[] NOT NULL,
    scores float8[] NOT NULL,
    minimum float8,
    maximum float8,
    label text,
    CHECK (minimum <= maximum)
);

COMMENT ON TABLE scale IS 'Scales: how a raw answer becomes a score';
COMMENT ON COLUMN scale.scale IS 'Code of the scale';
COMMENT ON COLUMN scale.points IS 'Raw values, ascending; a repeated one is a jump';
COMMENT ON COLUMN scale.scores IS 'Score (0–100) at each point; linear between points, flat outside';
COMMENT ON COLUMN scale.minimum IS 'Smallest answer that is accepted; NULL: no bound';
COMMENT ON COLUMN scale.maximum IS 'Largest answer that is accepted; NULL: no bound';
COMMENT ON COLUMN scale.label IS 'What the scale measures';

CREATE TABLE criterion (
    edition int,
    channel text COLLATE "C",
    item int CHECK (item BETWEEN 1 AND 100000),
    criterion text COLLATE "C",
    determinant text COLLATE "C" NOT NULL,
    step text,
    scale text COLLATE "C" NOT NULL REFERENCES scale,
    weight float8 NOT NULL DEFAULT 1,
    no_response text NOT NULL DEFAULT 'zero' CHECK (no_response IN ('zero', 'not_applicable')),
    label_fr text,
    label_en text,
    PRIMARY KEY (edition, channel, item),
    UNIQUE (edition, channel, criterion),
    FOREIGN KEY (edition, channel) REFERENCES channel_weight,
    FOREIGN KEY (edition, determinant) REFERENCES determinant_weight
);

COMMENT ON TABLE criterion IS 'The questionnaires: one row an item, items 1..n for each edition and channel';
COMMENT ON COLUMN criterion.edition IS 'Number of the edition';
COMMENT ON COLUMN criterion.channel IS 'Code of the channel';
COMMENT ON COLUMN criterion.item IS 'Place of the answer in audit.answers, from 1';
COMMENT ON COLUMN criterion.criterion IS 'Code of the criterion, the same from one edition to the next';
COMMENT ON COLUMN criterion.determinant IS 'Determinant that the item measures';
COMMENT ON COLUMN criterion.step IS 'Step of the user''s journey';
COMMENT ON COLUMN criterion.scale IS 'Scale of the answer';
COMMENT ON COLUMN criterion.weight IS 'Weight within its cell (0 or more; only ratios matter)';
COMMENT ON COLUMN criterion.no_response IS 'What the item is when the structure did not respond: zero (scores 0) or not_applicable';
COMMENT ON COLUMN criterion.label_fr IS 'The question in French';
COMMENT ON COLUMN criterion.label_en IS 'The question in English';

CREATE TABLE participation (
    edition int REFERENCES edition,
    structure text COLLATE "C" REFERENCES structure,
    category text COLLATE "C" NOT NULL REFERENCES category,
    labels text[] NOT NULL DEFAULT '{}',
    certified boolean GENERATED ALWAYS AS (pg_catalog.cardinality(labels) > 0) STORED,
    weight float8 NOT NULL DEFAULT 1,
    PRIMARY KEY (edition, structure)
);

COMMENT ON TABLE participation IS 'Which structures take part in an edition; category and certification are the edition''s';
COMMENT ON COLUMN participation.edition IS 'Number of the edition';
COMMENT ON COLUMN participation.structure IS 'Code of the structure';
COMMENT ON COLUMN participation.category IS 'Category in this edition';
COMMENT ON COLUMN participation.labels IS 'Certifications held in this edition';
COMMENT ON COLUMN participation.certified IS 'True when it holds at least one certification';
COMMENT ON COLUMN participation.weight IS 'Weight of the structure in means (0 or more)';

CREATE TABLE audit (
    edition int,
    structure text COLLATE "C",
    audit bigint,
    channel text COLLATE "C" NOT NULL,
    audited_on date,
    auditor text,
    responded boolean NOT NULL DEFAULT true,
    answers real[],
    weight float8 NOT NULL DEFAULT 1,
    reference text,
    PRIMARY KEY (edition, structure, audit),
    FOREIGN KEY (edition, structure) REFERENCES participation
);

COMMENT ON TABLE audit IS 'One row an audit, its answers in one array in the order of the items';
COMMENT ON COLUMN audit.edition IS 'Number of the edition';
COMMENT ON COLUMN audit.structure IS 'Code of the structure';
COMMENT ON COLUMN audit.audit IS 'Number of the audit, unique within edition and structure';
COMMENT ON COLUMN audit.channel IS 'Code of the channel';
COMMENT ON COLUMN audit.audited_on IS 'Day of the audit';
COMMENT ON COLUMN audit.auditor IS 'Code of the auditor';
COMMENT ON COLUMN audit.responded IS 'False: the structure did not respond, and answers is NULL';
COMMENT ON COLUMN audit.answers IS 'A number: the answer; NULL: not applicable; NaN: not observed';
COMMENT ON COLUMN audit.weight IS 'Weight of the audit, as of a survey''s respondent (0 or more; only ratios matter); 0: counts in nothing';
COMMENT ON COLUMN audit.reference IS 'Name of the audit in the file that it came from, unique within edition and structure; NULL: none';

-- most audits have no reference: they are not in the index
CREATE UNIQUE INDEX audit_reference ON audit (edition, structure, reference) WHERE reference IS NOT NULL;
