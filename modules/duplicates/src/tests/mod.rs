mod county;
mod employers;
mod finding;
mod people;
