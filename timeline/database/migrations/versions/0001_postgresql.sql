CREATE TABLE belongs (
  home VARCHAR NOT NULL,
  PRIMARY KEY (home)
)

CREATE TABLE accounts (
  name VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  areas VARCHAR,
  agencies VARCHAR,
  sign_in VARCHAR NOT NULL,
  subject VARCHAR,
  password VARCHAR,
  secret VARCHAR,
  last_step INTEGER,
  signed_in_at VARCHAR,
  disabled_at VARCHAR,
  PRIMARY KEY (name),
  UNIQUE (subject)
)

CREATE TABLE sessions (
  token_hash VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  place VARCHAR,
  started_at VARCHAR NOT NULL,
  seen_at VARCHAR NOT NULL,
  ended_at VARCHAR,
  PRIMARY KEY (token_hash)
)

CREATE TABLE invitations (
  token_hash VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  made_at VARCHAR NOT NULL,
  until VARCHAR NOT NULL,
  secret VARCHAR,
  used_at VARCHAR,
  PRIMARY KEY (token_hash)
)

CREATE TABLE tries (
  counted VARCHAR NOT NULL,
  failed INTEGER NOT NULL,
  until VARCHAR NOT NULL,
  PRIMARY KEY (counted)
)

CREATE TABLE audit (
  number INTEGER NOT NULL,
  at VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  action VARCHAR NOT NULL,
  subject VARCHAR NOT NULL,
  family VARCHAR,
  person VARCHAR,
  record VARCHAR,
  document VARCHAR,
  shown VARCHAR,
  snapshot VARCHAR,
  reason VARCHAR,
  session VARCHAR,
  outcome VARCHAR NOT NULL,
  seal VARCHAR NOT NULL,
  chain VARCHAR NOT NULL,
  PRIMARY KEY (number)
)

CREATE INDEX audit_at ON audit (at)

CREATE INDEX audit_session ON audit (session, number)

CREATE INDEX audit_by ON audit (by, number)

CREATE INDEX audit_action ON audit (action, number)

CREATE TABLE audit_named (
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,
  how VARCHAR NOT NULL,
  thing VARCHAR NOT NULL,
  PRIMARY KEY (number, place)
)

CREATE INDEX audit_named_thing ON audit_named (thing, number)

CREATE TABLE decisions (
  number INTEGER NOT NULL,
  line_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  about VARCHAR,
  kind VARCHAR,
  pairs VARCHAR,
  since VARCHAR,
  verdict VARCHAR,
  needs_second BOOLEAN,
  until VARCHAR,
  signal VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (line_id),
  UNIQUE (key)
)

CREATE TABLE notes (
  number INTEGER NOT NULL,
  note_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  anchor VARCHAR,
  "on" VARCHAR,
  meeting_id VARCHAR,
  words VARCHAR,
  takes_back VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (note_id),
  UNIQUE (key),
  UNIQUE (takes_back)
)

CREATE TABLE activities (
  number INTEGER NOT NULL,
  activity_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  anchor VARCHAR,
  name VARCHAR,
  reports VARCHAR,
  takes_apart VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (activity_id),
  UNIQUE (key),
  UNIQUE (takes_apart)
)

CREATE TABLE meetings (
  number INTEGER NOT NULL,
  line_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  area VARCHAR,
  day VARCHAR,
  why VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (line_id),
  UNIQUE (key),
  UNIQUE (about)
)

CREATE TABLE agenda (
  number INTEGER NOT NULL,
  line_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  meeting_id VARCHAR,
  anchor VARCHAR,
  step INTEGER,
  why VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (line_id),
  UNIQUE (key)
)

CREATE TABLE actions (
  number INTEGER NOT NULL,
  line_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  anchor VARCHAR,
  meeting_id VARCHAR,
  agency VARCHAR,
  falls_on VARCHAR,
  whom VARCHAR,
  due VARCHAR,
  "on" VARCHAR,
  words VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (line_id),
  UNIQUE (key)
)

CREATE TABLE referrals (
  number INTEGER NOT NULL,
  line_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  said VARCHAR,
  why VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (line_id),
  UNIQUE (key)
)

CREATE TABLE transfers (
  number INTEGER NOT NULL,
  line_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  anchor VARCHAR,
  area VARCHAR,
  why VARCHAR,
  goes VARCHAR,
  takes_back VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (line_id),
  UNIQUE (key),
  UNIQUE (takes_back)
)

CREATE TABLE uploads (
  number INTEGER NOT NULL,
  upload_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  name VARCHAR,
  size BIGINT,
  sha VARCHAR,
  said VARCHAR,
  last INTEGER,
  why VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (upload_id),
  UNIQUE (key)
)

CREATE TABLE samples (
  number INTEGER NOT NULL,
  sample_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  snapshot VARCHAR NOT NULL,
  said VARCHAR NOT NULL,
  cases VARCHAR NOT NULL,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (sample_id),
  UNIQUE (key)
)

CREATE TABLE exclusions (
  number INTEGER NOT NULL,
  exclusion_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  mentions VARCHAR,
  report VARCHAR,
  account VARCHAR,
  why VARCHAR,
  erased_by VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (exclusion_id),
  UNIQUE (key)
)

CREATE TABLE erasures (
  number INTEGER NOT NULL,
  erasure_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  about VARCHAR,
  kind VARCHAR,
  why VARCHAR,
  records VARCHAR,
  mentions VARCHAR,
  said VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (erasure_id),
  UNIQUE (key)
)

CREATE TABLE jobs (
  number INTEGER NOT NULL,
  job_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  by VARCHAR NOT NULL,
  at VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  about VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  tries INTEGER NOT NULL,
  stage VARCHAR,
  stages VARCHAR,
  started_at VARCHAR,
  ended_at VARCHAR,
  cancelled_by VARCHAR,
  cancelled_why VARCHAR,
  result VARCHAR,
  problem VARCHAR,
  PRIMARY KEY (number),
  UNIQUE (job_id),
  UNIQUE (key)
)

create function audit_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if 1 = 0 then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table audit is append-only'; end$$

create trigger audit_no_update before update or delete on audit for each row execute function audit_append_only()

create trigger audit_no_truncate before truncate on audit for each statement execute function audit_append_only()

create function audit_named_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if 1 = 0 then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table audit_named is append-only'; end$$

create trigger audit_named_no_update before update or delete on audit_named for each row execute function audit_named_append_only()

create trigger audit_named_no_truncate before truncate on audit_named for each statement execute function audit_named_append_only()

create function decisions_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."line_id" is not distinct from old."line_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."reason" is not distinct from old."reason" or new."reason" is null or cast(new."reason" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."kind" is not distinct from old."kind" or new."kind" is null or cast(new."kind" as varchar) = '')
  and (new."pairs" is not distinct from old."pairs" or new."pairs" is null or cast(new."pairs" as varchar) = '')
  and (new."since" is not distinct from old."since" or new."since" is null or cast(new."since" as varchar) = '')
  and (new."verdict" is not distinct from old."verdict" or new."verdict" is null or cast(new."verdict" as varchar) = '')
  and (new."needs_second" is not distinct from old."needs_second" or new."needs_second" is null or cast(new."needs_second" as varchar) = '')
  and (new."until" is not distinct from old."until" or new."until" is null or cast(new."until" as varchar) = '')
  and (new."signal" is not distinct from old."signal" or new."signal" is null or cast(new."signal" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table decisions is append-only'; end$$

create trigger decisions_no_update before update or delete on decisions for each row execute function decisions_append_only()

create trigger decisions_no_truncate before truncate on decisions for each statement execute function decisions_append_only()

create function notes_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."note_id" is not distinct from old."note_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."on" is not distinct from old."on" or new."on" is null or cast(new."on" as varchar) = '')
  and (new."meeting_id" is not distinct from old."meeting_id" or new."meeting_id" is null or cast(new."meeting_id" as varchar) = '')
  and (new."words" is not distinct from old."words" or new."words" is null or cast(new."words" as varchar) = '')
  and (new."takes_back" is not distinct from old."takes_back" or new."takes_back" is null or cast(new."takes_back" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table notes is append-only'; end$$

create trigger notes_no_update before update or delete on notes for each row execute function notes_append_only()

create trigger notes_no_truncate before truncate on notes for each statement execute function notes_append_only()

create function activities_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."activity_id" is not distinct from old."activity_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."name" is not distinct from old."name" or new."name" is null or cast(new."name" as varchar) = '')
  and (new."reports" is not distinct from old."reports" or new."reports" is null or cast(new."reports" as varchar) = '')
  and (new."takes_apart" is not distinct from old."takes_apart" or new."takes_apart" is null or cast(new."takes_apart" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table activities is append-only'; end$$

create trigger activities_no_update before update or delete on activities for each row execute function activities_append_only()

create trigger activities_no_truncate before truncate on activities for each statement execute function activities_append_only()

create function meetings_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."line_id" is not distinct from old."line_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."area" is not distinct from old."area" or new."area" is null or cast(new."area" as varchar) = '')
  and (new."day" is not distinct from old."day" or new."day" is null or cast(new."day" as varchar) = '')
  and (new."why" is not distinct from old."why" or new."why" is null or cast(new."why" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table meetings is append-only'; end$$

create trigger meetings_no_update before update or delete on meetings for each row execute function meetings_append_only()

create trigger meetings_no_truncate before truncate on meetings for each statement execute function meetings_append_only()

create function agenda_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."line_id" is not distinct from old."line_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."meeting_id" is not distinct from old."meeting_id" or new."meeting_id" is null or cast(new."meeting_id" as varchar) = '')
  and (new."step" is not distinct from old."step" or new."step" is null or cast(new."step" as varchar) = '')
  and (new."why" is not distinct from old."why" or new."why" is null or cast(new."why" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table agenda is append-only'; end$$

create trigger agenda_no_update before update or delete on agenda for each row execute function agenda_append_only()

create trigger agenda_no_truncate before truncate on agenda for each statement execute function agenda_append_only()

create function actions_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."line_id" is not distinct from old."line_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."meeting_id" is not distinct from old."meeting_id" or new."meeting_id" is null or cast(new."meeting_id" as varchar) = '')
  and (new."agency" is not distinct from old."agency" or new."agency" is null or cast(new."agency" as varchar) = '')
  and (new."falls_on" is not distinct from old."falls_on" or new."falls_on" is null or cast(new."falls_on" as varchar) = '')
  and (new."due" is not distinct from old."due" or new."due" is null or cast(new."due" as varchar) = '')
  and (new."on" is not distinct from old."on" or new."on" is null or cast(new."on" as varchar) = '')
  and (new."words" is not distinct from old."words" or new."words" is null or cast(new."words" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table actions is append-only'; end$$

create trigger actions_no_update before update or delete on actions for each row execute function actions_append_only()

create trigger actions_no_truncate before truncate on actions for each statement execute function actions_append_only()

create function referrals_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."line_id" is not distinct from old."line_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."said" is not distinct from old."said" or new."said" is null or cast(new."said" as varchar) = '')
  and (new."why" is not distinct from old."why" or new."why" is null or cast(new."why" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table referrals is append-only'; end$$

create trigger referrals_no_update before update or delete on referrals for each row execute function referrals_append_only()

create trigger referrals_no_truncate before truncate on referrals for each statement execute function referrals_append_only()

create function transfers_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."line_id" is not distinct from old."line_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."area" is not distinct from old."area" or new."area" is null or cast(new."area" as varchar) = '')
  and (new."why" is not distinct from old."why" or new."why" is null or cast(new."why" as varchar) = '')
  and (new."goes" is not distinct from old."goes" or new."goes" is null or cast(new."goes" as varchar) = '')
  and (new."takes_back" is not distinct from old."takes_back" or new."takes_back" is null or cast(new."takes_back" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table transfers is append-only'; end$$

create trigger transfers_no_update before update or delete on transfers for each row execute function transfers_append_only()

create trigger transfers_no_truncate before truncate on transfers for each statement execute function transfers_append_only()

create function uploads_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."upload_id" is not distinct from old."upload_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."name" is not distinct from old."name" or new."name" is null or cast(new."name" as varchar) = '')
  and (new."size" is not distinct from old."size" or new."size" is null or cast(new."size" as varchar) = '')
  and (new."sha" is not distinct from old."sha" or new."sha" is null or cast(new."sha" as varchar) = '')
  and (new."said" is not distinct from old."said" or new."said" is null or cast(new."said" as varchar) = '')
  and (new."last" is not distinct from old."last" or new."last" is null or cast(new."last" as varchar) = '')
  and (new."why" is not distinct from old."why" or new."why" is null or cast(new."why" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table uploads is append-only'; end$$

create trigger uploads_no_update before update or delete on uploads for each row execute function uploads_append_only()

create trigger uploads_no_truncate before truncate on uploads for each statement execute function uploads_append_only()

create function samples_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."sample_id" is not distinct from old."sample_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."snapshot" is not distinct from old."snapshot" or new."snapshot" is null or cast(new."snapshot" as varchar) = '')
  and (new."said" is not distinct from old."said" or new."said" is null or cast(new."said" as varchar) = '')
  and (new."cases" is not distinct from old."cases" or new."cases" is null or cast(new."cases" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table samples is append-only'; end$$

create trigger samples_no_update before update or delete on samples for each row execute function samples_append_only()

create trigger samples_no_truncate before truncate on samples for each statement execute function samples_append_only()

create function exclusions_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if new."erased_by" is distinct from old."erased_by"
  and exists (select 1 from erasures where erasure_id = new."erased_by")
  and new."number" is not distinct from old."number"
  and new."exclusion_id" is not distinct from old."exclusion_id"
  and new."key" is not distinct from old."key"
  and new."by" is not distinct from old."by"
  and new."at" is not distinct from old."at"
  and (new."act" is not distinct from old."act" or new."act" is null or cast(new."act" as varchar) = '')
  and (new."about" is not distinct from old."about" or new."about" is null or cast(new."about" as varchar) = '')
  and (new."mentions" is not distinct from old."mentions" or new."mentions" is null or cast(new."mentions" as varchar) = '')
  and (new."report" is not distinct from old."report" or new."report" is null or cast(new."report" as varchar) = '')
  and (new."account" is not distinct from old."account" or new."account" is null or cast(new."account" as varchar) = '')
  and (new."why" is not distinct from old."why" or new."why" is null or cast(new."why" as varchar) = '') then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table exclusions is append-only'; end$$

create trigger exclusions_no_update before update or delete on exclusions for each row execute function exclusions_append_only()

create trigger exclusions_no_truncate before truncate on exclusions for each statement execute function exclusions_append_only()

create function erasures_append_only() returns trigger language plpgsql as $$begin if tg_op = 'UPDATE' then if 1 = 0 then return new; end if; end if; raise exception using errcode = 'integrity_constraint_violation', message = 'the table erasures is append-only'; end$$

create trigger erasures_no_update before update or delete on erasures for each row execute function erasures_append_only()

create trigger erasures_no_truncate before truncate on erasures for each statement execute function erasures_append_only()
