-- What version 2 of the schema added: the sources of a story as plain rows, so that any id is found without opening
-- every record, and the orders in which lists are shown.

CREATE TABLE sources (            -- one source of a story, in all its reports
  story TEXT NOT NULL REFERENCES stories(id), id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  min INTEGER, max INTEGER,       -- how many people the words allow; NULL is no bound
  PRIMARY KEY (story, id)
) STRICT;
CREATE INDEX sources_id ON sources(id);
CREATE TABLE source_members (     -- the sources of single reports that it is made of
  story TEXT NOT NULL, source TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (story, source, member)
) STRICT;
CREATE INDEX source_members_member ON source_members(member);

CREATE INDEX stories_last ON stories(last DESC, id);
CREATE INDEX articles_first ON articles(first DESC, id);
CREATE INDEX alignments_id ON alignments(id);
CREATE INDEX alignments_place ON alignments(story, place);
CREATE INDEX differences_id ON differences(id);
CREATE INDEX inputs_article ON inputs(article);
