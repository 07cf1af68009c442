-- measure: every score of every participant: overall, by determinant, by channel
measure AS (
    SELECT structure_score.edition,
           structure_score.structure,
           structure_score.category,
           structure_score.certified,
           structure_score.weight,
           'overall'::text AS breakdown,
           'overall'::text COLLATE "C" AS item,
           structure_score.global_score AS score,
           structure_score.std_error,
           structure_score.df
    FROM structure_score
    UNION ALL
    SELECT determinant_score.edition,
           determinant_score.structure,
           participation.category,
           participation.certified,
           participation.weight,
           'determinant'::text,
           determinant_score.determinant,
           determinant_score.score,
           determinant_score.std_error,
           determinant_score.df
    FROM determinant_score
    JOIN participation
      ON participation.edition = determinant_score.edition AND participation.structure = determinant_score.structure
    UNION ALL
    SELECT channel_score.edition,
           channel_score.structure,
           participation.category,
           participation.certified,
           participation.weight,
           'channel'::text,
           channel_score.channel,
           channel_score.score,
           channel_score.std_error,
           channel_score.df
    FROM channel_score
    JOIN participation
      ON participation.edition = channel_score.edition AND participation.structure = channel_score.structure
)
