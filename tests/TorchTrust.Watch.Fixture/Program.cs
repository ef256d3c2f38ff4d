using TorchTrust.Watch.Fixture;

// One training, or several after each other: right,warm-up
string[] names = args.Length == 0 ? [] : args[0].Split(',');
if (names.Length == 0 || names.Any(name => !Trainings.All.ContainsKey(name)))
{
    Console.Error.WriteLine($"Name one of: {string.Join(", ", Trainings.All.Keys.Order(StringComparer.Ordinal))}");
    return 2;
}

foreach (string name in names)
{
    Trainings.All[name](new Job(args));
    Console.WriteLine($"trained {name}");
}

return 0;
