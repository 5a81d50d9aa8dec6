-- One project is one SQLite file. Plain columns are for people and other programs (Datasette opens the file as it is);
-- `record` holds the same facts whole, as compressed secondsource/1 records, so that nothing is lost on the way back.

CREATE TABLE documents (          -- one address, however often its text changed
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,   -- the page's URL; without one 'sha256:' and its hash, for then no two are the same document
  current TEXT NOT NULL           -- the newest version: articles.id
) STRICT;

CREATE TABLE articles (           -- one version of one document
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents(id),
  version INTEGER NOT NULL,       -- 1 is the first
  file TEXT NOT NULL,
  url TEXT,
  sha256 TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  outlet TEXT,
  credit TEXT,
  first TEXT,                     -- day of publication, first and last possible
  last TEXT,
  language TEXT NOT NULL,
  words INTEGER NOT NULL,
  text TEXT NOT NULL,
  record BLOB NOT NULL,
  body BLOB NOT NULL              -- the page's bytes, compressed: what `rebuild` reads again
) STRICT;
CREATE INDEX articles_document ON articles(document, version);
CREATE INDEX articles_outlet ON articles(outlet);

CREATE TABLE inputs (             -- what became of every file ever added
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,           -- empty where the bytes could not be had
  state TEXT NOT NULL CHECK (state IN ('ok', 'partial', 'failed', 'duplicate', 'interrupted')),
  article TEXT,
  reason TEXT,
  why TEXT,
  PRIMARY KEY (file, sha256)
) STRICT;

CREATE TABLE attributions (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  source TEXT, kind TEXT, cue TEXT, content TEXT NOT NULL, manner TEXT NOT NULL, stance TEXT NOT NULL
) STRICT;
CREATE INDEX attributions_article ON attributions(article);
CREATE INDEX attributions_source ON attributions(source);

CREATE TABLE claims (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, certainty TEXT NOT NULL, attribution TEXT
) STRICT;
CREATE INDEX claims_article ON claims(article);

CREATE TABLE times (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, first TEXT, last TEXT, rule TEXT NOT NULL
) STRICT;
CREATE INDEX times_article ON times(article);

CREATE TABLE stories (
  id TEXT PRIMARY KEY, headline TEXT NOT NULL, first TEXT, last TEXT, articles INTEGER NOT NULL, record BLOB NOT NULL
) STRICT;
CREATE TABLE story_articles (story TEXT NOT NULL REFERENCES stories(id), article TEXT NOT NULL, PRIMARY KEY (story, article)) STRICT;
CREATE INDEX story_articles_article ON story_articles(article);

CREATE TABLE alignments (
  id TEXT NOT NULL, story TEXT NOT NULL REFERENCES stories(id), place INTEGER NOT NULL, text TEXT NOT NULL, relation TEXT NOT NULL,
  pages INTEGER NOT NULL, newsrooms INTEGER NOT NULL, min INTEGER NOT NULL, max INTEGER NOT NULL, why TEXT NOT NULL, circular INTEGER NOT NULL,
  PRIMARY KEY (story, id)
) STRICT;
CREATE TABLE alignment_claims (story TEXT NOT NULL, alignment TEXT NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (story, alignment, claim)) STRICT;
CREATE INDEX alignment_claims_claim ON alignment_claims(claim);
CREATE TABLE differences (
  id TEXT NOT NULL, story TEXT NOT NULL REFERENCES stories(id), kind TEXT NOT NULL, verdict TEXT NOT NULL,
  left_text TEXT NOT NULL, right_text TEXT NOT NULL, says TEXT NOT NULL, PRIMARY KEY (story, id)
) STRICT;

CREATE TABLE corrections (        -- what a person decided, laid over what the program found; the original is never changed
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL,           -- the id of a claim, an attribution, a difference …
  verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'edit')),
  text TEXT NOT NULL,             -- the person's words, for an edit
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX corrections_target ON corrections(target);

CREATE TABLE feeds (address TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL) STRICT;  -- so that a server can say that nothing changed

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;  -- 'stories': 'stale' where documents came after the last grouping

CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, content='articles', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;
CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
END;
