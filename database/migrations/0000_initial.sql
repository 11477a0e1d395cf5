CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE INDEX `conversations_by_update` ON `conversations` (`updated_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`parent_id` text,
	`role` text NOT NULL,
	`text` text NOT NULL,
	`state` text,
	`mode` text,
	`model` text,
	`local` integer,
	`details` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `document_texts` (
	`document_id` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`source_id` text NOT NULL,
	`path` text NOT NULL,
	`title` text NOT NULL,
	`type` text NOT NULL,
	`code_language` text,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`modified_at` integer NOT NULL,
	`pages` integer,
	`passages` integer NOT NULL,
	`embedded_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_by_path` ON `documents` (`path`);--> statement-breakpoint
CREATE INDEX `documents_by_source` ON `documents` (`source_id`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `documents_by_count` ON `documents` (`deleted_at`,`embedded_at`,`passages`);--> statement-breakpoint
CREATE INDEX `documents_by_change` ON `documents` (`modified_at`);--> statement-breakpoint
CREATE TABLE `embeddings` (
	`passage_key` integer NOT NULL,
	`model` text NOT NULL,
	`vector` blob NOT NULL,
	PRIMARY KEY(`model`, `passage_key`),
	FOREIGN KEY (`passage_key`) REFERENCES `passages`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`source_id` text NOT NULL,
	`batch_id` text NOT NULL,
	`kind` text NOT NULL,
	`path` text NOT NULL,
	`document_id` text,
	`title` text,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`failure_code` text,
	`failure_message` text,
	`bytes` integer DEFAULT 0 NOT NULL,
	`modified_at` integer,
	`priority` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_path` ON `jobs` (`path`);--> statement-breakpoint
CREATE INDEX `jobs_by_state` ON `jobs` (`state`,`priority`,`bytes`);--> statement-breakpoint
CREATE INDEX `jobs_by_batch` ON `jobs` (`batch_id`,`state`);--> statement-breakpoint
CREATE INDEX `jobs_by_source` ON `jobs` (`source_id`);--> statement-breakpoint
CREATE INDEX `jobs_by_count` ON `jobs` (`kind`,`state`,`document_id`);--> statement-breakpoint
CREATE TABLE `passages` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`document_id` text NOT NULL,
	`position` integer NOT NULL,
	`page` integer,
	`heading` text,
	`start_line` integer NOT NULL,
	`end_line` integer NOT NULL,
	`start_offset` integer NOT NULL,
	`end_offset` integer NOT NULL,
	`text` text NOT NULL,
	`context_words` text NOT NULL,
	`text_words` text,
	`text_hash` text NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passages_by_id` ON `passages` (`id`);--> statement-breakpoint
CREATE INDEX `passages_by_document` ON `passages` (`document_id`,`position`);--> statement-breakpoint
CREATE INDEX `passages_by_text_hash` ON `passages` (`text_hash`);--> statement-breakpoint
CREATE TABLE `sources` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`path` text NOT NULL,
	`watched` integer NOT NULL,
	`problem` text,
	`device` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE INDEX `sources_by_path` ON `sources` (`path`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
