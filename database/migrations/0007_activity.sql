CREATE TABLE `activity` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`chain` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`about` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `activity_by_number` ON `activity` (`chain`,`number`);--> statement-breakpoint
CREATE INDEX `activity_by_time` ON `activity` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `activity_by_kind` ON `activity` (`kind`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `activity_chains` (
	`chain` text PRIMARY KEY NOT NULL,
	`own` integer NOT NULL,
	`number` integer NOT NULL,
	`hash` text NOT NULL,
	`trimmed_to` integer NOT NULL,
	`trimmed_hash` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
-- A log that could be changed afterwards would prove nothing.
CREATE TRIGGER `activity_is_not_changed` BEFORE UPDATE ON `activity` BEGIN
  SELECT RAISE(ABORT, 'rows of activity are never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `activity_is_not_deleted` BEFORE DELETE ON `activity`
WHEN NOT EXISTS (SELECT 1 FROM `activity_chains` c WHERE c.`chain` = old.`chain` AND c.`trimmed_to` >= old.`number`)
BEGIN
  SELECT RAISE(ABORT, 'rows of activity are deleted only after their time');
END;
