using TorchTrust.Losses;
using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses;

public sealed class LossSessionTests
{
    [Fact]
    public void The_same_draw_gives_the_same_arguments_and_another_one_others()
    {
        using var scope = NewDisposeScope();
        using var session = new LossSession(SketchedLosses.Lambda, seed: 1);

        LossArguments one = session.Arguments();
        LossArguments same = session.Arguments();
        LossArguments other = session.Arguments(draw: 1);

        Assert.True(TensorBits.AreEqual(one.Leaves[0].Tensor, same.Leaves[0].Tensor));
        Assert.False(TensorBits.AreEqual(one.Leaves[0].Tensor, other.Leaves[0].Tensor));
        Assert.Equal(LossSession.BatchSize, one.Leaves[0].Tensor.shape[0]);
    }

    [Fact]
    public void Samples_are_found_in_the_arguments()
    {
        LossSubject subject = LossSubject.For((Tensor p, Tensor scale) => (p * scale).mean())
            .WithArguments(n => (randn(3, n), ones(3, 1)));
        using var session = new LossSession(subject, seed: 1);

        Assert.Equal(1, session.ArgumentLayout["[0]"].Dimension);
        Assert.False(session.ArgumentLayout["[1]"].HasSamples);
    }

    [Fact]
    public void Gradients_are_those_of_predictions_or_of_all_that_could_take_one()
    {
        using var scope = NewDisposeScope();
        LossSubject subject = LossSubject.For((Tensor p, Tensor t) => (3 * (p - t)).sum())
            .WithArguments(n => (randn(n), randn(n)));
        using var session = new LossSession(subject, seed: 1);

        IReadOnlyDictionary<string, Tensor?> predictions = session.Differentiate(session.Arguments()).Gradients;
        IReadOnlyDictionary<string, Tensor?> all = session.Differentiate(session.Arguments(), alsoTargets: true).Gradients;

        Assert.Equal(12, Assert.Single(predictions).Value!.sum().item<float>());
        Assert.Equal(["[0]", "[1]"], all.Keys);
        Assert.Equal(-12, all["[1]"]!.sum().item<float>());
    }

    [Fact]
    public void A_loss_may_change_its_prediction_in_place_as_it_may_that_of_a_network()
    {
        using var scope = NewDisposeScope();
        LossSubject subject = LossSubject.For((Tensor p, Tensor t) => p.sub_(t).square().mean())
            .WithArguments(n => (randn(n), randn(n)));
        using var session = new LossSession(subject, seed: 1);
        LossArguments arguments = session.Arguments();
        using Tensor before = arguments.Leaves[0].Tensor.clone();

        LossResult result = session.Differentiate(arguments);

        Assert.NotNull(result.Gradients["[0]"]);
        Assert.True(TensorBits.AreEqual(before, arguments.Leaves[0].Tensor));
    }

    [Fact]
    public void A_number_without_a_graph_has_no_gradient()
    {
        using var scope = NewDisposeScope();
        LossSubject subject = LossSubject.For((Tensor p, Tensor t) => (p - t).mean().item<float>())
            .WithArguments(n => (randn(n), randn(n)));
        using var session = new LossSession(subject, seed: 1);

        LossResult result = session.Differentiate(session.Arguments());

        Assert.False(result.HasGraph);
        Assert.Null(Assert.Single(result.Gradients).Value);
    }

    [Fact]
    public void A_module_and_its_arguments_become_double()
    {
        using var scope = NewDisposeScope();
        LossSubject subject = LossSubject.Of(() => new Weighted()).WithArguments(n => (randn(n, 3), randint(3, n)));
        using var session = new LossSession(subject, seed: 2);
        using LossSession twin = session.InDouble();

        LossResult single = session.Differentiate(session.Arguments());
        LossResult wide = twin.Differentiate(session.Arguments());

        Assert.Equal((ScalarType.Float32, ScalarType.Float64), (single.Value.dtype, wide.Value.dtype));
        Assert.Equal(ScalarType.Float64, wide.Gradients["[0]"]!.dtype);
        Assert.Equal(wide.Total, single.Total, 1e-6);
    }

    [Fact]
    public void State_is_put_back_before_each_call_unless_it_is_to_go_on()
    {
        using var scope = NewDisposeScope();
        using var session = new LossSession(LossSubject.Of(() => new Counting()).WithArguments(n => randn(n)), 1);
        LossArguments arguments = session.Arguments();

        double[] values =
        [
            session.Evaluate(arguments).Total, session.Evaluate(arguments).Total,
            session.Evaluate(arguments, continues: true).Total, session.Evaluate(arguments, continues: true).Total,
        ];

        Assert.Equal([1, 1, 2, 3], values);
        Assert.NotEmpty(session.Differences());
        session.Restore();
        Assert.Empty(session.Differences());
    }

    [Fact]
    public void What_a_loss_throws_is_told_with_what_was_being_done()
    {
        LossSubject subject = LossSubject.For((Tensor p, Tensor t) => mse_loss(p, t.reshape(7)))
            .WithArguments(n => (randn(n), randn(n)));
        using var session = new LossSession(subject, seed: 1);
        using var scope = NewDisposeScope();

        var thrown = Assert.ThrowsAny<SubjectException>(() => session.Evaluate(session.Arguments()));

        Assert.Contains("calling the loss with 4 samples", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tuple_that_does_not_begin_with_a_loss_is_told()
    {
        using var session = new LossSession(LossSubject.For((Tensor p, Tensor t) => (1, p)).WithArguments(n => (randn(n), randn(n))), 1);
        using var scope = NewDisposeScope();

        var thrown = Assert.ThrowsAny<SubjectException>(() => session.Evaluate(session.Arguments()));

        Assert.Contains("A loss gives a tensor, or a tuple whose first item is one.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_are_not_declared_are_asked_for()
    {
        using var session = new LossSession(LossSubject.For((Tensor p, Tensor t) => mse_loss(p, t)), 1);

        var thrown = Assert.ThrowsAny<SubjectException>(() => session.Arguments());

        Assert.Contains("subject.WithArguments(n => (torch.randn(n, …), …))", thrown.Message, StringComparison.Ordinal);
    }

    private sealed class Weighted : Module<Tensor, Tensor, Tensor>
    {
        private readonly Tensor weights = rand(3) + 0.5f;

        public Weighted()
            : base(nameof(Weighted)) => RegisterComponents();

        public override Tensor forward(Tensor logits, Tensor labels) => cross_entropy(logits, labels, weight: weights);
    }

    private sealed class Counting : Module<Tensor, Tensor>
    {
        private readonly Tensor calls = zeros(1);

        public Counting()
            : base(nameof(Counting)) => RegisterComponents();

        public override Tensor forward(Tensor prediction)
        {
            calls.add_(1);
            return (prediction * 0).sum() + calls.sum();
        }
    }
}
