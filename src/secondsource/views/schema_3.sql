-- What version 3 of the schema added: by what a report meets others, so that one more is placed without opening them all.

CREATE TABLE article_keys (       -- the heaviest words and pairs of each grouped report, as hashes
  feature INTEGER NOT NULL, day TEXT NOT NULL, article TEXT NOT NULL,
  weight REAL NOT NULL,           -- how heavy it is in the report
  PRIMARY KEY (feature, day, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_keys_article ON article_keys(article);
CREATE TABLE weights (            -- in how many texts a word or pair stood when all reports were grouped last
  n INTEGER PRIMARY KEY CHECK (n = 1),
  texts INTEGER NOT NULL,         -- how many reports were grouped
  since INTEGER NOT NULL,         -- how many were placed since
  seen BLOB NOT NULL              -- hashes, 8 bytes each, in ascending order; then the counts, 4 bytes each
) STRICT;

CREATE INDEX documents_current ON documents(current);
