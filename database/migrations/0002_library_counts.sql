DROP INDEX `documents_by_source`;--> statement-breakpoint
CREATE INDEX `documents_by_count` ON `documents` (`deleted_at`,`embedded_at`,`passages`);--> statement-breakpoint
CREATE INDEX `documents_by_source` ON `documents` (`source_id`,`deleted_at`);--> statement-breakpoint
DROP INDEX `jobs_by_batch`;--> statement-breakpoint
ALTER TABLE `jobs` ADD `document_id` text;--> statement-breakpoint
CREATE INDEX `jobs_by_source` ON `jobs` (`source_id`);--> statement-breakpoint
CREATE INDEX `jobs_by_count` ON `jobs` (`kind`,`state`,`document_id`);--> statement-breakpoint
CREATE INDEX `jobs_by_batch` ON `jobs` (`batch_id`,`state`);--> statement-breakpoint
ALTER TABLE `sources` ADD `device` integer;