CREATE TABLE `outward_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`host` text NOT NULL,
	`purpose` text NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`outcome` text NOT NULL,
	`status` integer,
	`bytes` integer,
	`milliseconds` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `outward_requests_by_time` ON `outward_requests` (`at`);