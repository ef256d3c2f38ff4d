using TorchTrust.Watch.Fixture;

if (args.Length == 0 || !Trainings.All.TryGetValue(args[0], out Action<Job>? training))
{
    Console.Error.WriteLine($"Name one of: {string.Join(", ", Trainings.All.Keys.Order(StringComparer.Ordinal))}");
    return 2;
}

training(new Job(args));
Console.WriteLine($"trained {args[0]}");
return 0;
