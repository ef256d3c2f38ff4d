using TorchTrust.Losses;
using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.RightLosses.Tests;

/// <summary>That the losses of the pool are right, and that what is declared of them is true.</summary>
public sealed class RightLossTests
{
    /// <summary>Relative rounding of float64 after some thousand operations.</summary>
    private const double Rounding = 1e-10;

    public static TheoryData<string> Names => [.. RightLossPool.All.Select(loss => loss.Name)];

    [Fact]
    public void Every_kind_of_loss_is_there()
    {
        Assert.True(RightLossPool.All.Count >= 35);
        Assert.Empty(Enum.GetValues<LossKind>().Except(RightLossPool.All.Select(loss => loss.Kind)));
    }

    [Fact]
    public void Every_loss_has_a_name_of_its_own_and_says_what_is_unusual()
    {
        Assert.Equal(RightLossPool.All.Count, RightLossPool.All.Select(loss => loss.Name).Distinct().Count());
        Assert.All(RightLossPool.All, loss => Assert.False(string.IsNullOrWhiteSpace(loss.Unusual)));
    }

    [Fact]
    public void Every_loss_that_is_described_is_listed()
    {
        IEnumerable<string> described = typeof(RightLossPool).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType == typeof(RightLoss))
            .Select(property => ((RightLoss)property.GetValue(null)!).Name);

        Assert.Equal(described.Order(), RightLossPool.All.Select(loss => loss.Name).Order());
    }

    [Theory, MemberData(nameof(Names))]
    public void Undeclared_says_nothing_but_how_to_make_the_arguments(string name)
    {
        LossSubject subject = Find(name).Undeclared;

        Assert.Equivalent(new LossFacts(), subject.Facts);
        Assert.NotNull(subject.MakeArguments);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_value_and_the_gradients_of_the_predictions_are_finite_in_both_precisions(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        using LossSession twin = session.InDouble();

        LossResult single = session.Differentiate(session.Arguments());
        LossResult wide = twin.Differentiate(session.Arguments());

        Assert.All([single, wide], result =>
        {
            Assert.True(IsFinite(result.Value));
            Assert.All(result.Gradients, entry => Assert.True(entry.Value is not null && IsFinite(entry.Value), entry.Key));
            Assert.Contains(result.Gradients.Values, gradient => Sum(gradient!.abs()) > 0);
        });

        // The same seed draws other numbers in float64.
        if (session.Subject.Facts.IsRandom is null)
        {
            AssertNear(wide.Total, single.Total, 1e-3);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Two_calls_from_the_same_state_give_the_same_bits_and_leave_the_arguments_alone(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        LossArguments arguments = session.Arguments();
        var before = new LossArguments(arguments.Values, arguments.Count);

        LossResult first = session.Differentiate(arguments);
        LossResult second = session.Differentiate(arguments);

        AssertSameBits(first.Value, second.Value);
        Assert.All(first.Gradients, entry => AssertSameBits(entry.Value!, second.Gradients[entry.Key]!));
        Assert.All(before.Leaves.Zip(arguments.Leaves), pair => AssertSameBits(pair.First.Tensor, pair.Second.Tensor));
        session.Restore();
        Assert.Empty(session.Differences());
    }

    [Theory, MemberData(nameof(Names))]
    public void Other_noise_and_an_earlier_call_matter_where_that_is_declared_and_nowhere_else(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        LossArguments arguments = session.Arguments();
        Tensor value = session.Evaluate(arguments).Value;

        bool isRandom = !TensorBits.AreEqual(value, session.Evaluate(arguments, noise: 1).Value);
        session.Evaluate(arguments);
        bool keepsState = !TensorBits.AreEqual(value, session.Evaluate(arguments, continues: true).Value);

        Assert.Equal(session.Subject.Facts.IsRandom is not null, isRandom);
        Assert.Equal(session.Subject.Facts.KeepsState is not null, keepsState);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_those_of_the_value_where_no_stop_is_declared(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        if (session.Subject.Facts.StopsGradients is not null || name == "Ctc")
        {
            return;
        }

        const double step = 1e-6;
        using LossSession twin = session.InDouble();
        LossArguments at = session.Arguments().InDouble();
        LossResult result = twin.Differentiate(at);
        using RandomState _ = RandomState.Fork(5);
        Dictionary<string, Tensor> direction = at.Leaves.Where(leaf => result.Gradients.ContainsKey(leaf.Path))
            .ToDictionary(leaf => leaf.Path, leaf => randn_like(leaf.Tensor));

        double Moved(double by) => twin.Evaluate(at.With((path, tensor) =>
            direction.TryGetValue(path, out Tensor? way) ? tensor + (by * way) : tensor)).Total;
        double expected = direction.Sum(entry => Product(result.Gradients[entry.Key]!, entry.Value));

        // Rows of probabilities stay rows of probabilities only on the whole, and these losses do not need that.
        AssertNear(expected, (Moved(step) - Moved(-step)) / (2 * step), 1e-5);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_drawn_prediction_is_better_than_the_one_that_is_declared_best(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        if (session.Subject.Facts.Best is not { } best)
        {
            return;
        }

        using LossSession twin = session.InDouble();
        for (long draw = 0; draw < 8; draw++)
        {
            LossArguments drawn = session.Arguments(draw: draw).InDouble();
            double atBest = twin.Evaluate(new LossArguments(best(drawn.Values), drawn.Count)).Total;

            Assert.InRange(atBest, double.NegativeInfinity, twin.Evaluate(drawn).Total);
            if (session.Subject.Facts.IsZeroAtBest)
            {
                Assert.Equal(0, atBest, 1e-6);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_loss_that_is_never_negative_is_not(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);

        bool isEverNegative = Enumerable.Range(0, 20).Any(draw =>
            Sum(session.Evaluate(session.Arguments(draw: draw)).Value.min()) < -1e-6);

        Assert.False(session.Subject.Facts.IsNeverNegative && isEverNegative);
    }

    [Theory, MemberData(nameof(Names))]
    public void References_give_the_value(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        using LossSession twin = session.InDouble();
        foreach (LossReference reference in session.Subject.Facts.References)
        {
            LossArguments drawn = session.Arguments().InDouble();
            IEnumerable<(object?[] Arguments, double Value)> rows = reference.Table?.Invoke()
                ?? [(drawn.Values, Sum(reference.Value!(drawn.Values)))];
            Assert.All(rows, row =>
                AssertNear(row.Value, twin.Evaluate(new LossArguments(row.Arguments, 1)).Total, reference.Tolerance));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Relations_hold(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        using LossSession twin = session.InDouble();
        LossArguments drawn = session.Arguments().InDouble();
        LossResult before = twin.Evaluate(drawn);
        foreach (Relation relation in session.Subject.Facts.Relations)
        {
            double after = twin.Evaluate(new LossArguments(relation.Given(drawn.Values), drawn.Count)).Total;
            switch (relation.Kind)
            {
                case RelationKind.Invariant:
                    AssertNear(before.Total, after, Rounding);
                    break;
                case RelationKind.Equivariant:
                    AssertNear(Sum((Tensor)relation.Follow!(before.Value)!), after, Rounding);
                    break;
                case RelationKind.Raised:
                    Assert.True(after > before.Total, relation.Change);
                    break;
                default:
                    Assert.NotEqual(before.Total, after);
                    break;
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_batch_twice_gives_the_declared_reduction_unless_samples_meet(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        if (session.Subject.Facts is not { Reduction: { } reduction, SamplesMeet: null, IsRandom: null })
        {
            return;
        }

        using LossSession twin = session.InDouble();
        LossArguments once = session.Arguments().InDouble();
        LossArguments twice = once.With((path, tensor) =>
            session.ArgumentLayout[path].Dimension is { } dimension ? cat([tensor, tensor], dimension) : tensor);

        double ratio = twin.Evaluate(twice).Total / twin.Evaluate(once).Total;

        Assert.Equal(reduction == Reduction.Mean ? 1 : 2, ratio, 1e-9);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_does_not_count_has_no_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        if (session.Subject.Facts.Mask is not { } counts)
        {
            return;
        }

        LossArguments arguments = session.Arguments();
        Tensor gradient = session.Differentiate(arguments).Gradients["[0]"]!;
        int classes = session.Subject.Facts.Given.Single(fact => fact.Argument == 0).ClassDimension!.Value;
        Tensor reached = gradient.abs().sum(classes).greater(0);

        AssertSameBits(counts(arguments.Values).to(ScalarType.Bool), reached);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_gradient_reaches_targets_that_are_declared_fixed(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);
        if (!session.Subject.Facts.HasFixedTargets)
        {
            return;
        }

        LossResult result = session.Differentiate(session.Arguments(), alsoTargets: true);

        Assert.All(
            result.Gradients.Where(entry => !session.Subject.Facts.Predictions.Contains(LossArguments.ArgumentOf(entry.Key))),
            entry => Assert.True(entry.Value is null || Sum(entry.Value.abs()) == 0, session.NameOf(entry.Key)));
    }

    [Theory, MemberData(nameof(Names))]
    public void One_sample_alone_works(string name)
    {
        using var scope = NewDisposeScope();
        using LossSession session = Open(name);

        LossResult result = session.Differentiate(session.Arguments(count: 1));

        Assert.True(IsFinite(result.Value));
        Assert.All(result.Gradients.Values.OfType<Tensor>(), gradient => Assert.True(IsFinite(gradient)));
    }

    private static RightLoss Find(string name) => RightLossPool.All.Single(loss => loss.Name == name);

    private static LossSession Open(string name) => new(Find(name).Declared, seed: 11);

    private static bool IsFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();

    private static double Product(Tensor gradient, Tensor direction) => gradient.is_complex()
        ? Sum(view_as_real(gradient) * view_as_real(direction))
        : Sum(gradient * direction);

    private static double Sum(Tensor tensor) => tensor.to(ScalarType.Float64).sum().item<double>();

    private static void AssertSameBits(Tensor expected, Tensor actual) => Assert.True(TensorBits.AreEqual(expected, actual));

    private static void AssertNear(double expected, double actual, double tolerance) =>
        Assert.InRange(actual, expected - (tolerance * (1 + Math.Abs(expected))), expected + (tolerance * (1 + Math.Abs(expected))));
}
