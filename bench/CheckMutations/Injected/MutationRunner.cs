using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using TorchTrust;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

/// <summary>
/// Runs tests with one mutation after another in this process; compiled into the copy of the tests only. A line of JSON
/// says what was begun and what came of it, so that whoever reads them knows what a dead process died of.
/// </summary>
public static class MutationRunner
{
    public static async Task<int> Main(string[] args)
    {
        using var output = new StreamWriter(args[^1]) { AutoFlush = true };
        string[] prefixes = args[1].Split(',');
        MethodInfo[] methods = [.. typeof(MutationRunner).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false }
                && prefixes.Any(prefix => type.FullName!.StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.GetCustomAttributes().OfType<IFactAttribute>().Any(fact => fact.Skip is null))];
        Dictionary<string, (MethodInfo Method, object?[] Arguments)> tests = [];
        foreach (MethodInfo method in methods)
        {
            foreach (object?[] row in await Rows(method))
            {
                string name = $"{method.DeclaringType!.FullName}.{method.Name}";
                tests.Add(row.Length == 0 ? name : $"{name}#{tests.Count}", (method, row));
            }
        }

        if (args[0] == "cover")
        {
            foreach ((string name, (MethodInfo Method, object?[] Arguments) test) in tests)
            {
                MutationSwitch.TakeReached();
                var watch = Stopwatch.StartNew();
                string? failure = await Run(test);
                output.WriteLine(JsonSerializer.Serialize(
                    new { test = name, seconds = watch.Elapsed.TotalSeconds, failure, reached = MutationSwitch.TakeReached() }));
            }

            return 0;
        }

        foreach (string line in File.ReadLines(args[2]))
        {
            string[] parts = line.Split('\t');
            int mutation = int.Parse(parts[0]);
            output.WriteLine(JsonSerializer.Serialize(new { begun = mutation }));
            string? killer = null;
            foreach (string name in parts[1].Split(';'))
            {
                MutationSwitch.Active = mutation;
                string? failure = await Run(tests[name]);
                MutationSwitch.Active = 0;
                if (failure is not null)
                {
                    killer = $"{name}: {failure}";
                    break;
                }
            }

            output.WriteLine(JsonSerializer.Serialize(new { ended = mutation, killer }));
        }

        return 0;
    }

    private static async Task<string?> Run((MethodInfo Method, object?[] Arguments) test)
    {
        try
        {
            object? instance = test.Method.IsStatic ? null : Activator.CreateInstance(test.Method.DeclaringType!);
            try
            {
                object? returned = test.Method.Invoke(instance, test.Arguments);
                await (returned switch { Task task => task, ValueTask task => task.AsTask(), _ => Task.CompletedTask });
            }
            finally
            {
                (instance as IDisposable)?.Dispose();
            }

            return null;
        }
        catch (Exception thrown)
        {
            Exception inner = thrown is TargetInvocationException { InnerException: { } cause } ? cause : thrown;
            bool isSkipped = inner.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal);
            return isSkipped ? null : $"{inner.GetType().Name}: {inner.Message.Split('\n')[0]}";
        }
    }

    private static async Task<IEnumerable<object?[]>> Rows(MethodInfo test)
    {
        List<object?[]> rows = [];
        foreach (IDataAttribute data in test.GetCustomAttributes().OfType<IDataAttribute>())
        {
            // The framework's discovery sets it; without it there is no data, and no complaint.
            if (data is MemberDataAttribute { MemberType: null } member)
            {
                member.MemberType = test.DeclaringType;
            }

            rows.AddRange((await data.GetData(test, new DisposalTracker())).Select(row => row.GetData()));
        }

        return test.GetParameters().Length == 0 ? [[]]
            : rows.Count > 0 ? rows
            : throw new InvalidOperationException($"{test.DeclaringType}.{test.Name} has no rows.");
    }
}
