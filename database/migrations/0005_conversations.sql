CREATE TABLE `answer_feedback` (
	`answer_id` text PRIMARY KEY NOT NULL,
	`verdict` text NOT NULL,
	`note` text NOT NULL,
	`wrong` text NOT NULL,
	`shown` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `assistants` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`instructions` text NOT NULL,
	`model` text,
	`source_ids` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `conversation_folders` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`place` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`queued` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `prompts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`text` text NOT NULL,
	`schedule` text,
	`ran_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
DROP INDEX `messages_by_conversation`;--> statement-breakpoint
CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`created_at`,`id`,`parent_id`,`role`);--> statement-breakpoint
ALTER TABLE `conversations` ADD `active_id` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `folder_id` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `assistant_id` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `pinned_at` integer;--> statement-breakpoint
ALTER TABLE `conversations` ADD `archived_at` integer;--> statement-breakpoint
ALTER TABLE `conversations` ADD `origin` text;--> statement-breakpoint
CREATE INDEX `conversations_by_folder` ON `conversations` (`folder_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `conversations_by_origin` ON `conversations` (`origin`);--> statement-breakpoint
CREATE INDEX `documents_by_title` ON `documents` ("title" COLLATE NOCASE);
--> statement-breakpoint
-- Rows of a full-text table need a number that stays; `messages` has none.
CREATE TABLE `message_keys` (
	`key` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL UNIQUE
);
--> statement-breakpoint
-- What is searched in conversations: any three letters in a row, in every script. An answer comes in when it is finished.
CREATE VIEW `message_words_source` AS
SELECT k.`key` AS `key`, m.`text` AS `text` FROM `message_keys` k JOIN `messages` m ON m.`id` = k.`message_id`
WHERE m.`state` IS NOT 'writing';
--> statement-breakpoint
CREATE VIRTUAL TABLE `message_words` USING fts5(
  `text`,
  content='message_words_source', content_rowid='key',
  tokenize='trigram remove_diacritics 1', detail='full'
);
--> statement-breakpoint
INSERT INTO `message_words`(`message_words`, `rank`) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO `message_keys`(`message_id`) SELECT `id` FROM `messages` ORDER BY `created_at`, `id`;
--> statement-breakpoint
CREATE TRIGGER `message_words_insert` AFTER INSERT ON `messages` BEGIN
  INSERT INTO `message_keys`(`message_id`) VALUES (new.`id`);
  INSERT INTO `message_words`(`rowid`, `text`)
  SELECT `key`, new.`text` FROM `message_keys` WHERE `message_id` = new.`id` AND new.`state` IS NOT 'writing';
END;
--> statement-breakpoint
CREATE TRIGGER `message_words_update` AFTER UPDATE OF `text`, `state` ON `messages` BEGIN
  INSERT INTO `message_words`(`message_words`, `rowid`, `text`)
  SELECT 'delete', `key`, old.`text` FROM `message_keys` WHERE `message_id` = old.`id` AND old.`state` IS NOT 'writing';
  INSERT INTO `message_words`(`rowid`, `text`)
  SELECT `key`, new.`text` FROM `message_keys` WHERE `message_id` = new.`id` AND new.`state` IS NOT 'writing';
END;
--> statement-breakpoint
CREATE TRIGGER `message_words_delete` AFTER DELETE ON `messages` BEGIN
  INSERT INTO `message_words`(`message_words`, `rowid`, `text`)
  SELECT 'delete', `key`, old.`text` FROM `message_keys` WHERE `message_id` = old.`id` AND old.`state` IS NOT 'writing';
  DELETE FROM `message_keys` WHERE `message_id` = old.`id`;
END;
--> statement-breakpoint
-- Conversations that are there already become findable.
INSERT INTO `message_words`(`message_words`) VALUES ('rebuild');
