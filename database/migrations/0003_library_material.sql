CREATE TABLE `collection_sources` (
	`collection_id` text NOT NULL,
	`source_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	PRIMARY KEY(`collection_id`, `source_id`)
);
--> statement-breakpoint
CREATE INDEX `collection_sources_by_source` ON `collection_sources` (`source_id`);--> statement-breakpoint
CREATE TABLE `collections` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `document_categories` (
	`document_id` text PRIMARY KEY NOT NULL,
	`category` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE INDEX `document_categories_by_category` ON `document_categories` (`category`);--> statement-breakpoint
CREATE TABLE `document_tags` (
	`document_id` text NOT NULL,
	`tag` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	PRIMARY KEY(`document_id`, `tag`)
);
--> statement-breakpoint
CREATE INDEX `document_tags_by_tag` ON `document_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `embedding_models` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`place` text NOT NULL,
	`dimensions` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`document_id` text NOT NULL,
	`module` text NOT NULL,
	`line` integer NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `imports_by_document` ON `imports` (`document_id`);--> statement-breakpoint
CREATE INDEX `imports_by_module` ON `imports` (`module`);--> statement-breakpoint
CREATE TABLE `kept_vectors` (
	`text_hash` text NOT NULL,
	`model` text NOT NULL,
	`vector` blob NOT NULL,
	`kept_at` integer NOT NULL,
	PRIMARY KEY(`text_hash`, `model`)
);
--> statement-breakpoint
CREATE INDEX `kept_vectors_by_age` ON `kept_vectors` (`kept_at`);--> statement-breakpoint
CREATE TABLE `removed_files` (
	`path` text PRIMARY KEY NOT NULL,
	`source_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `symbols` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`document_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`start_line` integer NOT NULL,
	`end_line` integer NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `symbols_by_document` ON `symbols` (`document_id`);--> statement-breakpoint
CREATE INDEX `symbols_by_name` ON `symbols` (`name`);--> statement-breakpoint
DROP INDEX `documents_by_path`;--> statement-breakpoint
DROP INDEX `documents_by_count`;--> statement-breakpoint
ALTER TABLE `documents` ADD `part` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `parts` integer;--> statement-breakpoint
ALTER TABLE `documents` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `author` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `written_at` integer;--> statement-breakpoint
ALTER TABLE `documents` ADD `thread` text;--> statement-breakpoint
CREATE UNIQUE INDEX `documents_by_part` ON `documents` (`path`,`part`);--> statement-breakpoint
CREATE UNIQUE INDEX `documents_by_identity` ON `documents` (`identity`);--> statement-breakpoint
CREATE INDEX `documents_by_sha256` ON `documents` (`sha256`);--> statement-breakpoint
CREATE INDEX `documents_by_thread` ON `documents` (`thread`);--> statement-breakpoint
CREATE INDEX `documents_by_count` ON `documents` (`deleted_at`,`parts`,`embedded_at`,`passages`);--> statement-breakpoint
ALTER TABLE `passages` ADD `place` text;--> statement-breakpoint
ALTER TABLE `sources` ADD `paused` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `rules` text DEFAULT '' NOT NULL;