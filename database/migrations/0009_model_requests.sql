CREATE TABLE `model_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`server` text NOT NULL,
	`model` text NOT NULL,
	`local` integer NOT NULL,
	`use` text NOT NULL,
	`work` text NOT NULL,
	`waited_ms` integer NOT NULL,
	`first_word_ms` integer,
	`total_ms` integer NOT NULL,
	`prompt_tokens` integer,
	`answer_tokens` integer,
	`load_ms` integer,
	`prompt_ms` integer,
	`answer_ms` integer,
	`outcome` text NOT NULL,
	`reason` text
);
--> statement-breakpoint
CREATE INDEX `model_requests_by_time` ON `model_requests` (`at`);--> statement-breakpoint
CREATE TABLE `model_responses` (
	`key` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`text` text NOT NULL,
	`hits` integer NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `model_responses_by_conversation` ON `model_responses` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `model_responses_by_use` ON `model_responses` (`used_at`);