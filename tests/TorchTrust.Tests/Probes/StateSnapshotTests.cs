using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Probes;

public sealed class StateSnapshotTests
{
    [Fact]
    public void Everything_that_a_subject_holds_comes_back_bit_for_bit()
    {
        using var subject = new Everything();
        subject.Use();
        using StateSnapshot snapshot = StateSnapshot.Take(subject);
        Tensor weight = subject.head.weight.clone();
        Tensor gradient = subject.head.weight.grad!.clone();
        byte[] generator = subject.Generator.get_state().bytes.ToArray();

        subject.Use();
        Assert.NotEmpty(snapshot.Differences());
        snapshot.Restore();

        Assert.Empty(snapshot.Differences());
        Assert.True(TensorBits.AreEqual(weight, subject.head.weight));
        Assert.True(TensorBits.AreEqual(gradient, subject.head.weight.grad!));
        Assert.Equal(generator, subject.Generator.get_state().bytes.ToArray());
        Assert.Equal((1, 1L, 1), (subject.Calls, subject.Counters[0], subject.Sums.Count));
        Assert.Equal([1], subject.Cache.Keys);
        Assert.Equal(1, subject.Last!.item<float>());
        Assert.False(subject.norm.training);
        Assert.True(subject.training);
    }

    [Fact]
    public void Modes_come_back_where_two_modules_hold_a_third()
    {
        using Dropout shared = Dropout();
        using Sequential first = Sequential(shared);
        using Sequential second = Sequential(shared);
        using Sequential both = Sequential(first, second);
        bool[] Modes() => [both.training, first.training, second.training, shared.training];
        both.train();
        second.eval();
        using StateSnapshot snapshot = StateSnapshot.Take(both);
        Assert.Equal([true, true, false, false], Modes());

        foreach (bool training in new[] { true, false })
        {
            both.train(training);
            snapshot.Restore();
            Assert.Equal([true, true, false, false], Modes());
        }
    }

    [Fact]
    public void Each_difference_is_named_with_its_path_and_what_it_is()
    {
        using var subject = new Everything();
        subject.Use();
        using StateSnapshot snapshot = StateSnapshot.Take(subject);

        using (no_grad())
        {
            subject.norm.running_mean!.add_(1);
        }

        subject.head.weight.grad = null;
        subject.head.bias!.requires_grad = false;
        subject.norm.train();
        using Tensor draw = randn(3, generator: subject.Generator);

        Assert.Equal(
            [
                ("Generator", "generator has advanced"), ("head.bias", "no longer requires a gradient"),
                ("head.weight", "has another gradient"), ("norm", "is now in training mode"), ("norm.running_mean", "has another value"),
            ],
            snapshot.Differences().OrderBy(difference => difference.Path, StringComparer.Ordinal));
    }

    [Fact]
    public void A_tensor_that_was_disposed_is_named()
    {
        using var subject = new Everything();
        subject.Use();
        using StateSnapshot snapshot = StateSnapshot.Take(subject);
        subject.Last!.Dispose();

        Assert.Contains(("Last", "was disposed"), snapshot.Differences());
    }

    [Fact]
    public void What_a_call_may_change_comes_back_without_parameters()
    {
        using var subject = new Everything();
        subject.Use();
        using StateSnapshot snapshot = StateSnapshot.Take(subject);
        subject.Use();
        Tensor moved = subject.head.weight.clone();
        snapshot.RestoreVolatile();

        Assert.True(TensorBits.AreEqual(moved, subject.head.weight));
        Assert.Equal(1, subject.Calls);
        Assert.Equal([1], subject.Cache.Keys);
    }

    [Fact]
    public void A_cached_tensor_that_is_replaced_by_one_of_equal_content_is_put_back_all_the_same()
    {
        using var subject = new Everything();
        subject.Use();
        Tensor cached = subject.Cache[1];
        using StateSnapshot snapshot = StateSnapshot.Take(subject);
        Assert.False(snapshot.HasReplacedReferences());
        subject.Cache[1] = cached.clone();

        Assert.True(snapshot.HasReplacedReferences());
        snapshot.Restore();
        Assert.Same(cached, subject.Cache[1]);
    }

    [Fact]
    public void A_cache_that_was_disposed_when_it_was_replaced_comes_back_as_one_of_the_same_content()
    {
        var model = new Caching();
        using StateSnapshot snapshot = StateSnapshot.Take(model);

        for (int call = 0; call < 2; call++)
        {
            model.Cache.Dispose();
            model.Cache = zeros(3);
            snapshot.Restore();

            Assert.Equal(ones(3), model.Cache);
            Assert.Empty(snapshot.Differences());
        }
    }

    [Fact]
    public void A_buffer_that_calls_write_into_is_cut_from_their_graphs_once_they_are_over()
    {
        var model = new Writing();
        using StateSnapshot snapshot = StateSnapshot.Take(model);
        model.call(ones(3));
        Tensor buffer = model.buffer;

        snapshot.RestoreVolatile();
        Assert.Equal([("buffer", "now requires a gradient")], snapshot.Differences().Where(difference => difference.Path == "buffer"));
        snapshot.Restore();
        Assert.DoesNotContain("buffer", snapshot.Differences().Select(difference => difference.Path));
        Assert.Same(buffer, model.buffer);
        Assert.True(buffer is { IsInvalid: false, requires_grad: false, is_leaf: true });
        model.call(ones(3)).sum().backward();
    }

    [Fact]
    public void A_view_that_calls_write_into_cannot_be_cut_and_is_named()
    {
        var model = new Writing();
        using StateSnapshot snapshot = StateSnapshot.Take(model);
        model.call(ones(3));
        snapshot.Restore();

        Assert.Equal([("view", "now requires a gradient")], snapshot.Differences());
    }

    private sealed class Writing : Module<Tensor, Tensor>
    {
        public readonly Tensor buffer = zeros(3);
        public readonly Tensor view = zeros(2, 3)[0];
        private readonly Linear key = Linear(3, 3);

        public Writing()
            : base(nameof(Writing)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            buffer.copy_(key.call(input));
            view.copy_(key.call(input));
            return buffer * input;
        }
    }

    private sealed class Caching() : Module<Tensor, Tensor>(nameof(Caching))
    {
        public Tensor Cache { get; set; } = ones(3);

        public override Tensor forward(Tensor input) => input + Cache;
    }

    private sealed class Everything : Module<Tensor, Tensor>
    {
        public readonly Linear head = Linear(3, 2);
        public readonly BatchNorm1d norm = BatchNorm1d(2);

        public Everything()
            : base(nameof(Everything))
        {
            RegisterComponents();
            norm.eval();
        }

        public Generator Generator { get; } = new(1);

        public Dictionary<int, Tensor> Cache { get; } = [];

        public List<double> Sums { get; } = [];

        public long[] Counters { get; } = new long[2];

        public Tensor? Last { get; private set; }

        public int Calls { get; private set; }

        public override Tensor forward(Tensor input) => norm.call(head.call(input));

        public void Use()
        {
            Calls++;
            Counters[0]++;
            Sums.Add(Calls);
            Cache[Calls] = ones(2);
            Last = full([], (float)Calls);
            norm.train();
            call(randn([4, 3], generator: Generator)).square().sum().backward();
            norm.train(Calls > 1);
            using IDisposable _ = no_grad();
            head.weight.add_(1);
        }
    }
}
