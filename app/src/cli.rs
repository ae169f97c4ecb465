//! The command line: what can be asked of the program. Help texts are complete here; the manuals point to them.
use crate::{
    Outcome, Stop,
    commands::{
        backup::Backup,
        demo::{Demo, Generate},
        measure::Measure,
        restore::Restore,
        roster::{Export, Import},
        rotate_key::RotateKey,
        services::Services,
        setup::Setup,
        unions::Unions,
        verify::Verify,
    },
    serve::Serve,
};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The online union (职工之家): one program, one database.
#[derive(Parser)]
#[command(version, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where an installation keeps its data.
#[derive(Args, Clone)]
pub struct Place {
    /// Folder of the database, the uploaded files, the key and the certificate; made where it is missing
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// postgres://USER:PASSWORD@HOST/NAME; without it the database is SQLite inside the data folder
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}
impl Place {
    /// The address of PostgreSQL, if that is the database.
    pub fn postgres(&self) -> Result<Option<&str>, Stop> {
        match self.database_url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
            None => Ok(None),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Ok(Some(url)),
            Some(_) => Err(Stop::new("DATABASE_URL must begin with postgres:// (leave it out to use SQLite)")),
        }
    }
    /// The SQLite file.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("unionhall.db")
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serve the member site and the console
    ///
    /// The key that seals personal fields comes from UNIONHALL_KEY (64 hexadecimal digits), from the file named by
    /// UNIONHALL_KEY_FILE, or from DIR/key, which is made at the first start. Text messages leave through the gateway at
    /// UNIONHALL_SMS_URL with UNIONHALL_SMS_TOKEN; without one, sign-in by code is off. RUST_LOG chooses what is logged.
    ///
    /// Officers sign in at an OpenID Connect provider with UNIONHALL_OIDC_ISSUER, UNIONHALL_OIDC_CLIENT_ID and
    /// UNIONHALL_OIDC_CLIENT_SECRET (or UNIONHALL_OIDC_CLIENT_SECRET_FILE); UNIONHALL_OIDC_CLAIM is phone_number (the account of that
    /// phone) or sub (an account tied by its owner), UNIONHALL_OIDC_NAME what the button calls it.
    ///
    /// Uploaded files go to an S3 service with UNIONHALL_S3_ENDPOINT, UNIONHALL_S3_BUCKET, UNIONHALL_S3_REGION, UNIONHALL_S3_KEY and
    /// UNIONHALL_S3_SECRET (or UNIONHALL_S3_SECRET_FILE); without them to DIR/files.
    Serve(Serve),
    /// Make the union at the top and print a link that signs its first officer in, once, within a week
    Setup(Setup),
    /// Fill an empty database with a fictional county of 140 unions and 10,000 members
    Demo(Demo),
    /// Make unions and members of any size, for measuring; into a database without members
    Generate(Generate),
    /// Take a file in
    #[command(subcommand)]
    Import(Import),
    /// Give a file out
    #[command(subcommand)]
    Export(Export),
    /// List the unions with their numbers
    Unions(Unions),
    /// Print a figure of a union and all below it
    Measure(Measure),
    /// Write the database and the uploaded files to one file, also while serving; the key is never in it
    ///
    /// For SQLite and files in the data folder; on PostgreSQL it refuses: use pg_dump there.
    Backup(Backup),
    /// Unpack a backup into an empty data folder that holds the key, or with the key in the environment
    ///
    /// Refuses a folder that holds a database or is being served. For SQLite; on PostgreSQL use pg_restore with what pg_dump wrote.
    Restore(Restore),
    /// Replace the key that seals personal fields by a new one, also while serving
    ///
    /// Everything sealed is sealed anew in slices and stays readable all the while; killed in the middle, the same command goes on.
    /// The former key is put beside the key file with the day in its name: backups made before need it.
    RotateKey(RotateKey),
    /// Look at the services that workers can ask for
    #[command(subcommand)]
    Services(Services),
    /// Check the database, the audit chain and the figures
    ///
    /// Prints a line for each check; the exit code is 1 when one of them fails.
    Verify(Verify),
}

impl Cli {
    pub async fn run(self) -> Outcome {
        match self.command {
            Command::Serve(command) => command.run().await,
            Command::Setup(command) => command.run().await,
            Command::Demo(command) => command.run().await,
            Command::Generate(command) => command.run().await,
            Command::Import(Import::Roster(command)) => command.run().await,
            Command::Export(Export::Roster(command)) => command.run().await,
            Command::Unions(command) => command.run().await,
            Command::Measure(command) => command.run().await,
            Command::Backup(command) => command.run().await,
            Command::Restore(command) => command.run().await,
            Command::RotateKey(command) => command.run().await,
            Command::Services(Services::Check(command)) => command.run(),
            Command::Verify(command) => command.run().await,
        }
    }
}
