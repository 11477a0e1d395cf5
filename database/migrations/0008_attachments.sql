CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text,
	`position` integer NOT NULL,
	`what` text NOT NULL,
	`base64` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attachments_by_message` ON `attachments` (`message_id`,`position`,`created_at`);--> statement-breakpoint
ALTER TABLE `drafts` ADD `attachments` text DEFAULT '[]' NOT NULL;