using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace TorchTrust.Tests.Results;

/// <summary>Whoever has a result may hand it to the serializer of .NET as it is.</summary>
public sealed class PublicDataTests
{
    private static readonly double[] _numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5];

    /// <summary>Every public type that a run is made of, with every number of it not finite.</summary>
    public static TheoryData<object> Data =>
    [
        new Bar("a", double.NegativeInfinity),
        new BarPicture("a", "b", [new Bar("c", double.NaN)]),
        new HeatMapPicture("a", "b", "c", ["d"], ["e"], [_numbers]),
        new HistogramPicture("a", "b", _numbers, [1]),
        new Curve("a", _numbers, _numbers),
        new CurvePicture("a", "b", "c", [new Curve("d", _numbers, _numbers)]),
        new ImagesPicture("a", [new ImageTile("b", 1, 1, 1, new byte[] { 255 })]),
        new ImageTile("b", 1, 1, 1, new byte[] { 255 }),
        Infinite.Findings[0],
        Infinite,
        new SourceLocation("a", 1),
        new ModuleNode("a", "b"),
        new PassCount(1, 2),
        new TablePicture("a", ["c"], [["d"]]),
        new MutantResult("a", "b", "c", MutantOutcome.Killed),
        Examples.Proven.Power!,
        new KnownFailure("a", "b", "c", "d"),
        Examples.Report.Environment!,
        WeavingSummary.None("a"),
        Examples.Report.Address!,
        Examples.Report with { Results = [Infinite], KnownFailures = Examples.Run.KnownFailures },
        Examples.Run with { Reports = [Examples.Report with { Results = [Infinite] }] },
    ];

    private static CheckResult Infinite { get; } = Examples.Question with
    {
        Findings =
        [
            new Finding("a")
            {
                Numbers = _numbers.Select((number, index) => (number, index)).ToDictionary(entry => $"{entry.index}", entry => entry.number)
            }
        ],
        Pictures = [new HeatMapPicture("a", "b", "c", ["d"], ["e"], [_numbers]), new HistogramPicture("a", "b", _numbers, [1])],
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void Every_type_of_a_result_is_written_by_the_plain_serializer(object data)
    {
        string json = JsonSerializer.Serialize(data, data.GetType());

        using var document = JsonDocument.Parse(json);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void A_run_that_the_plain_serializer_wrote_is_read_back()
    {
        TrustRun run = Examples.Run with { Reports = [Examples.Report with { Results = [Infinite] }] };

        TrustRun? read = JsonSerializer.Deserialize<TrustRun>(JsonSerializer.Serialize(run));

        Assert.Equal(run.ToJson(), read?.ToJson());
    }

    /// <summary>A type that a run newly holds is noticed here.</summary>
    [Fact]
    public void No_public_type_that_a_run_reaches_is_left_out()
    {
        var reached = new HashSet<Type>();
        Reach(typeof(TrustRun), reached);

        Assert.Empty(reached.Except(Data.Select(row => row.Data.GetType())));
    }

    private static void Reach(Type type, HashSet<Type> reached)
    {
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            Array.ForEach(type.GetGenericArguments(), argument => Reach(argument, reached));
            return;
        }

        if (type.Assembly != typeof(TrustRun).Assembly || type.IsEnum)
        {
            Array.ForEach(
                Nullable.GetUnderlyingType(type) is { } of && of.Assembly == typeof(TrustRun).Assembly && !of.IsEnum
                    ? [of]
                    : Array.Empty<Type>(),
                of => Reach(of, reached));
            return;
        }

        if ((!type.IsAbstract && !reached.Add(type)) || (type.IsAbstract && type != typeof(Picture)))
        {
            return;
        }

        foreach (Type derived in type.IsAbstract ? type.Assembly.GetTypes().Where(other => other.BaseType == type) : [])
        {
            Reach(derived, reached);
        }

        foreach (PropertyInfo property in type.GetProperties())
        {
            Reach(property.PropertyType, reached);
        }
    }
}
