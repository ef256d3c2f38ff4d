using System.Globalization;
using System.Reflection;

namespace TorchTrust.Training.Probes;

/// <summary>
/// Stands for an <c>ILogger</c> of <c>Microsoft.Extensions.Logging</c>, without knowing that package: the numbers among the named values
/// of a message become scalars. A value that is named Step or Epoch tells the step of the others; without one each name is counted.
/// </summary>
/// <remarks>The runtime derives a class from this one that has the user's interface.</remarks>
internal class RecordingLogger : DispatchProxy
{
    private static readonly string[] _steps = ["step", "epoch"];

    private readonly Dictionary<string, long> _counts = [];
    private ScalarRecorder? _record;

    /// <summary>Makes a logger.</summary>
    /// <param name="record">Told each number.</param>
    /// <typeparam name="TLogger">The interface, <c>ILogger</c> or <c>ILogger&lt;T&gt;</c>.</typeparam>
    public static TLogger Create<TLogger>(ScalarRecorder record)
        where TLogger : class
    {
        TLogger logger = Create<TLogger, RecordingLogger>();
        ((RecordingLogger)(object)logger)._record = record;
        return logger;
    }

    /// <summary>Whether a type is such an interface: it is known by its method <c>Log</c>.</summary>
    public static bool IsLogger(Type type) => type.IsInterface && type.GetInterfaces().Append(type)
        .Any(each => each.GetMethod("Log") is { IsGenericMethodDefinition: true } log && log.GetParameters().Length == 5
            && each.GetMethod("IsEnabled") is not null);

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod?.Name)
        {
            case "IsEnabled":
                return true;
            case "BeginScope":
                return new MemoryStream();
            case "Log" when args is [_, _, IEnumerable<KeyValuePair<string, object?>> values, ..]:
                Note([.. values]);
                return null;
            default:
                return null;
        }
    }

    private void Note(KeyValuePair<string, object?>[] values)
    {
        (string Name, double Value)[] numbers =
            [.. values.Where(entry => Number(entry.Value) is not null).Select(entry => (entry.Key, Number(entry.Value)!.Value))];
        double? step = numbers.Where(number => _steps.Contains(number.Name, StringComparer.OrdinalIgnoreCase))
            .Select(number => (double?)number.Value).FirstOrDefault();
        lock (_counts)
        {
            foreach ((string name, double value) in numbers.Where(number =>
                !_steps.Contains(number.Name, StringComparer.OrdinalIgnoreCase)))
            {
                long count = _counts[name] = _counts.GetValueOrDefault(name) + 1;
                _record!(name, value, step is { } at ? (long)at : count);
            }
        }
    }

    private static double? Number(object? value) =>
        value is double or float or Half or decimal or long or int or short or byte
            ? Convert.ToDouble(value is Half half ? (double)half : value, CultureInfo.InvariantCulture) : null;
}
