-- What is searched: the passage as it stands, or cut into pairs where its script has no spaces.
CREATE VIEW `passage_words_source` AS
SELECT `key`, `context_words` AS `context`, coalesce(`text_words`, `text`) AS `body` FROM `passages`;
--> statement-breakpoint
CREATE VIRTUAL TABLE `passage_words` USING fts5(
  `context`, `body`,
  content='passage_words_source', content_rowid='key',
  tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
--> statement-breakpoint
INSERT INTO `passage_words`(`passage_words`, `rank`) VALUES ('secure-delete', 1);
--> statement-breakpoint
CREATE VIRTUAL TABLE `passage_terms` USING fts5vocab('passage_words', 'row');
--> statement-breakpoint
CREATE TRIGGER `passage_words_insert` AFTER INSERT ON `passages` BEGIN
  INSERT INTO `passage_words`(`rowid`, `context`, `body`)
  VALUES (new.`key`, new.`context_words`, coalesce(new.`text_words`, new.`text`));
END;
--> statement-breakpoint
CREATE TRIGGER `passage_words_delete` AFTER DELETE ON `passages` BEGIN
  INSERT INTO `passage_words`(`passage_words`, `rowid`, `context`, `body`)
  VALUES ('delete', old.`key`, old.`context_words`, coalesce(old.`text_words`, old.`text`));
END;
--> statement-breakpoint
CREATE TRIGGER `passage_words_update` AFTER UPDATE OF `context_words`, `text`, `text_words` ON `passages` BEGIN
  INSERT INTO `passage_words`(`passage_words`, `rowid`, `context`, `body`)
  VALUES ('delete', old.`key`, old.`context_words`, coalesce(old.`text_words`, old.`text`));
  INSERT INTO `passage_words`(`rowid`, `context`, `body`)
  VALUES (new.`key`, new.`context_words`, coalesce(new.`text_words`, new.`text`));
END;
--> statement-breakpoint
-- Passages that are there already become findable.
INSERT INTO `passage_words`(`passage_words`) VALUES ('rebuild');
