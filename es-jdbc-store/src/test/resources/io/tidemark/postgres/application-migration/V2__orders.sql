create table orders (number int primary key, customer text references customers);
