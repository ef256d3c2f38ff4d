using TorchTrust.Losses;
using TorchTrust.Losses.Probes;
using TorchTrust.Running.Hosting.Travel;
using TorchTrust.Subjects;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses;

public sealed class LossSubjectTests
{
    public static TheoryData<string> Sketched => [.. typeof(SketchedLosses).GetProperties().Select(property => property.Name)];

    private static LossSubject<Tensor, Tensor> Squared => LossSubject.For((Tensor p, Tensor t) => mse_loss(p, t));

    private static Tensor Named(Tensor prediction, Tensor target) => mse_loss(prediction, target);

    [Theory, MemberData(nameof(Sketched))]
    public void What_users_write_is_built_fed_and_differentiated(string name)
    {
        using var scope = NewDisposeScope();
        using var session = (LossSession)Find(name).OpenSession(seed: 3);

        LossResult result = session.Differentiate(session.Arguments());

        Assert.True(double.IsFinite(result.Total));
        Assert.NotEmpty(result.Gradients);
        Assert.All(result.Gradients.Values, Assert.NotNull);
    }

    [Theory, MemberData(nameof(Sketched))]
    public void What_users_write_travels_to_another_process(string name)
    {
        using var scope = NewDisposeScope();
        LossSubject subject = Find(name);

        var rebuilt = (LossSubject)SubjectRecipe.Of(subject).Rebuild();

        using var here = new LossSession(subject, seed: 3);
        using var there = new LossSession(rebuilt, seed: 3);
        Assert.NotSame(subject, rebuilt);
        Assert.Equal((subject.Name, subject.GetType()), (rebuilt.Name, rebuilt.GetType()));
        Assert.Equal(here.ArgumentNames, there.ArgumentNames);
        Assert.Equal(here.Differentiate(here.Arguments()).Total, there.Differentiate(there.Arguments()).Total);
    }

    [Fact]
    public void Everything_declared_about_a_loss_is_rebuilt()
    {
        using var scope = NewDisposeScope();
        LossFacts facts = SketchedLosses.Everything.Facts;
        LossFacts rebuilt = ((LossSubject)SubjectRecipe.Of(SketchedLosses.Everything).Rebuild()).Facts;
        object?[] arguments = [zeros(2, 3, 2, dtype: float64), ones(2, 3, 2, dtype: float64)];

        Assert.Equal(facts.Predictions, rebuilt.Predictions);
        Assert.Equal(facts.Given, rebuilt.Given);
        Assert.Equal((facts.Reduction, facts.Ignored), (rebuilt.Reduction, rebuilt.Ignored));
        Assert.Equal((facts.TimeDimension, facts.StepsAhead), (rebuilt.TimeDimension, rebuilt.StepsAhead));
        Assert.Equal(facts.DimensionReductions, rebuilt.DimensionReductions);
        Assert.Equal((facts.SamplesMeet, facts.StopsGradients), (rebuilt.SamplesMeet, rebuilt.StopsGradients));
        Assert.Equal((facts.IsRandom, facts.KeepsState), (rebuilt.IsRandom, rebuilt.KeepsState));
        Assert.True(rebuilt is { IsNeverNegative: true, IsZeroAtBest: true, IsCrossEntropy: true });
        Assert.True(rebuilt is { IsContrastive: true, HasFixedTargets: true });
        Assert.Equal(facts.IgnoredArguments, rebuilt.IgnoredArguments);
        Assert.Equal(facts.SwitchedOff, rebuilt.SwitchedOff);
        Assert.Equal(12, ((Tensor)rebuilt.Best!(arguments)[0]!).sum().item<double>());
        Assert.Equal(12, rebuilt.Mask!(arguments).sum().item<long>());
        Assert.Equal((0, 1, 2L), (rebuilt.Lengths[0].Argument, rebuilt.Lengths[0].Time, rebuilt.Lengths[0].Lengths(arguments).numel()));
        Assert.Equal(["a closed form", "a number", "by hand"], rebuilt.References.Select(reference => reference.Name));
        Assert.Equal([1, 1], rebuilt.References.Take(2).Select(reference => reference.Value!(arguments).item<double>()));
        Assert.Equal(1, Assert.Single(rebuilt.References[2].Table!()).Value);
        Assert.Equal(
            [RelationKind.Invariant, RelationKind.Equivariant, RelationKind.Sensitive, RelationKind.Raised],
            rebuilt.Relations.Select(relation => relation.Kind));
    }

    [Fact]
    public void A_loss_that_captures_a_tensor_cannot_travel_and_says_why()
    {
        using Tensor weights = ones(3);
        LossSubject subject = LossSubject.For((Tensor p, Tensor t) => (weights * (p - t).square()).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3)));

        var thrown = Assert.Throws<CannotTravelException>(() => SubjectRecipe.Of(subject));

        Assert.Contains("captures `weights`, of type Tensor", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_is_named_by_its_method_or_by_the_member_it_stands_in()
    {
        static Tensor Local(Tensor p, Tensor t) => mse_loss(p, t);

        Assert.Equal("Named", LossSubject.For(Named).Name);
        Assert.Equal("Squared", Squared.Name);
        Assert.Equal("Local", LossSubject.For(Local).Name);
        Assert.Equal("given", LossSubject.For(Named, "given").Name);
        Assert.Equal(nameof(A_loss_is_named_by_its_method_or_by_the_member_it_stands_in), LossSubject.Of(() => MSELoss()).Name);
    }

    [Fact]
    public void Arguments_are_named_as_the_user_named_them()
    {
        using var function = new LossSession(LossSubject.For((Tensor logits, Tensor labels) => cross_entropy(logits, labels)), 1);
        using var module = new LossSession(LossSubject.Of(() => new SketchedLosses.Margins(1)), 1);

        Assert.Equal(["logits", "labels"], function.ArgumentNames);
        Assert.Equal("labels.Mean", function.NameOf("[1].Mean"));
        Assert.Equal(["better", "worse", "weight"], module.ArgumentNames);
    }

    [Fact]
    public void A_fact_leaves_the_subject_it_is_declared_on_as_it_was()
    {
        LossSubject<Tensor, Tensor> plain = Squared;

        LossSubject<Tensor, Tensor> declared = plain.Reduces(Reduction.Mean).IsNeverNegative();

        Assert.Null(plain.Facts.Reduction);
        Assert.False(plain.Facts.IsNeverNegative);
        Assert.Equal(Reduction.Mean, declared.Facts.Reduction);
        Assert.Equal(("loss", SubjectLifetime.Fresh), (declared.Kind, declared.Lifetime));
    }

    [Fact]
    public void The_first_argument_is_the_prediction_unless_others_are_named_or_said_to_be_given()
    {
        Assert.Equal([0], Squared.Facts.Predictions);
        Assert.Equal([1], Squared.HasPredictions(1).Facts.Predictions);
        Assert.Equal([0, 1], Squared.Gives(PredictionKind.Embeddings, argument: 1).Facts.Predictions);
        Assert.Equal(1, Assert.Single(Squared.HasPredictions(1).Gives(PredictionKind.Values).Facts.Given).Argument);
    }

    [Theory]
    [InlineData(PredictionKind.Logits, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(PredictionKind.Probabilities, 0, 1)]
    [InlineData(PredictionKind.LogProbabilities, double.NegativeInfinity, 0)]
    [InlineData(PredictionKind.DistributionParameters, double.NegativeInfinity, double.PositiveInfinity)]
    public void A_kind_of_prediction_has_a_domain(PredictionKind kind, double minimum, double maximum)
    {
        PredictionFact fact = Assert.Single(Squared.Gives(kind, classDimension: 1).Facts.Given);

        Assert.Equal((minimum, maximum), (fact.Minimum, fact.Maximum));
        Assert.Equal(kind == PredictionKind.Probabilities, fact.SumsToOne);
    }

    [Fact]
    public void A_later_word_about_a_prediction_takes_the_place_of_an_earlier_one() =>
        Assert.Equal(3, Assert.Single(Squared.Gives(PredictionKind.Values).Gives(PredictionKind.Values, minimum: 3).Facts.Given).Minimum);

    [Fact]
    public void What_is_ignored_lies_in_the_first_argument_that_is_no_prediction()
    {
        Assert.Equal((1, -100), Squared.Ignores(-100).Facts.Ignored);
        Assert.Equal((0, -100), Squared.HasPredictions(1).Ignores(-100).Facts.Ignored);
    }

    [Fact]
    public void A_contrastive_loss_lets_samples_meet_and_keeps_a_reason_that_is_given()
    {
        Assert.Contains("told apart", Squared.IsContrastive().Facts.SamplesMeet!.Reason, StringComparison.Ordinal);
        Assert.Equal("own", Squared.SamplesMeetOnPurpose("own").IsContrastive().Facts.SamplesMeet!.Reason);
    }

    [Fact]
    public void An_argument_that_is_not_there_is_refused_with_those_that_are()
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => Squared.HasPredictions(2));

        Assert.StartsWith("Squared has no such argument: they are counted from 0 to 1.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(2, thrown.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Squared.Gives(PredictionKind.Values, argument: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Squared.Ignores(0, argument: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Squared.HasPredictions(0, 1).Ignores(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Squared.HasLengths((p, t) => t, time: 1, argument: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Squared.IgnoresArgumentOnPurpose(2, "a reason"));
    }

    [Fact]
    public void Predictions_are_named_once_each()
    {
        AssertRefused("Name each argument that a network gives once", s => s.HasPredictions());
        AssertRefused("Name each argument that a network gives once", s => s.HasPredictions(0, 0));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        AssertRefused("The least value, 2, must lie below the greatest, 1.", s => s.Gives(PredictionKind.Probabilities, minimum: 2));
        AssertRefused("There is no such kind", s => s.Gives((PredictionKind)9));
        AssertRefused("There is no such reduction", s => s.Reduces((Reduction)9));
        AssertRefused("A dimension is reduced by its mean or its sum", s => s.Reduces(1, Reduction.None));
        AssertRefused("The tolerance is a relative error", s => s.Matches("other", (p, t) => p.mean(), tolerance: 0));
        AssertRefused("steps", s => s.PredictsNext(time: 1, steps: 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Words_that_stand_in_the_report_are_not_empty(string? nothing)
    {
        Func<LossSubject<Tensor, Tensor>, object>[] declarations =
        [
            s => s.SamplesMeetOnPurpose(nothing!), s => s.StopsGradientsOnPurpose(nothing!), s => s.IsRandomOnPurpose(nothing!),
            s => s.KeepsStateOnPurpose(nothing!), s => s.IgnoresArgumentOnPurpose(1, nothing!), s => s.Skip("id", nothing!),
            s => s.Skip(nothing!, "a reason"), s => s.Matches(nothing!, (p, t) => p.mean()), s => s.MatchesTable(nothing!, () => []),
            s => s.IsInvariantTo(nothing!, (p, t) => (p, t)), s => s.IsEquivariantTo(nothing!, (p, t) => (p, t), v => v),
            s => s.IsSensitiveTo(nothing!, (p, t) => (p, t)), s => s.IsRaisedBy(nothing!, (p, t) => (p, t)),
        ];

        Assert.All(declarations, declare => Assert.ThrowsAny<ArgumentException>(() => declare(Squared)));
    }

    [Fact]
    public void A_check_is_switched_off_with_its_reason()
    {
        Assert.Equal("Switched off: later", Squared.Skip("some-check", "later").SwitchedOff("some-check"));
        Assert.Null(Squared.Skip("some-check", "later").SwitchedOff("another"));
    }

    private static void AssertRefused(string message, Func<LossSubject<Tensor, Tensor>, object> declare) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => declare(Squared)).Message, StringComparison.Ordinal);

    private static LossSubject Find(string name) => (LossSubject)typeof(SketchedLosses).GetProperty(name)!.GetValue(null)!;
}
