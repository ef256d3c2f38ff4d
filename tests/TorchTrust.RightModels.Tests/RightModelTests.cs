using TorchTrust.Models;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.RightModels.Tests;

public sealed class RightModelTests
{
    private const int Steps = 12;

    public static TheoryData<string> Names => [.. RightModelPool.All.Select(model => model.Name)];

    [Fact]
    public void Every_model_has_a_name_of_its_own_and_says_what_is_unusual()
    {
        Assert.True(RightModelPool.All.Count >= 45);
        Assert.Equal(RightModelPool.All.Count, RightModelPool.All.Select(model => model.Name).Distinct().Count());
        Assert.All(RightModelPool.All, model => Assert.False(string.IsNullOrWhiteSpace(model.Unusual)));
    }

    [Fact]
    public void Every_class_of_the_pool_is_listed()
    {
        IEnumerable<string> described = typeof(RightModelPool).Assembly.GetTypes()
            .Where(type => type.GetMethod("Describe", []) is not null).Select(type => type.Name);

        Assert.Equal(described.Order(), RightModelPool.All.Select(model => model.Name).Order());
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others(string name)
    {
        using LiveModel one = Build(name, seed: 1);
        using LiveModel same = Build(name, seed: 1);
        using LiveModel other = Build(name, seed: 2);

        AssertSameBits(Leaves(one.State), Leaves(same.State));
        if (Leaves(one.State).Any(leaf => leaf.numel() > 16))
        {
            IEnumerable<(Tensor, Tensor)> pairs = Leaves(one.State).Zip(Leaves(other.State));
            Assert.Contains(pairs, pair => !TensorBits.AreEqual(pair.Item1, pair.Item2));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Outputs_are_finite_and_of_one_structure_in_training_and_in_eval(string name)
    {
        using var scope = NewDisposeScope();
        using LiveModel live = Build(name);

        IReadOnlyList<(string Path, Tensor Tensor)> training = TensorTree.Flatten(live.Call(training: true));
        IReadOnlyList<(string Path, Tensor Tensor)> eval = TensorTree.Flatten(live.Call(training: false));

        Assert.NotEmpty(training);
        Assert.Equal(
            training.Select(leaf => (leaf.Path, leaf.Tensor.dtype, Shape(leaf.Tensor))),
            eval.Select(leaf => (leaf.Path, leaf.Tensor.dtype, Shape(leaf.Tensor))));
        Assert.All(training.Concat(eval), leaf => Assert.True(IsFinite(leaf.Tensor), leaf.Path));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_batch_of_two_and_other_declared_inputs_work(string name)
    {
        ModelSubject subject = Find(name).Declared;
        using var scope = NewDisposeScope();
        using LiveModel live = Build(name);

        IEnumerable<Func<long, object?[]>> own = subject.MakeInputs is { } make ? [make] : [];
        foreach (Func<long, object?[]> recipe in subject.OtherInputs.Values.Concat(own))
        {
            live.Inputs = recipe(2);
            IReadOnlyList<(string Path, Tensor Tensor)> leaves = TensorTree.Flatten(live.Call(training: true));
            Assert.All(leaves, leaf => Assert.True(IsFinite(leaf.Tensor), leaf.Path));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_few_steps_of_Adam_lower_the_declared_loss(string name)
    {
        using LiveModel live = Build(name);
        if (live.Trained.Count == 0)
        {
            Assert.Null(Find(name).Declared.Loss);
            return;
        }

        using optim.Optimizer optimizer = optim.Adam(live.Trained, lr: 3e-3);
        var losses = new List<double>();
        for (int step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = live.Loss(live.Call(training: true));
            loss.backward();
            Assert.All(live.Trained, parameter => Assert.True(parameter.grad is not { } grad || IsFinite(grad)));
            optimizer.step();
            losses.Add(loss.to(ScalarType.Float64).item<double>());
        }

        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.True(losses[^1] < losses[1], string.Join(", ", losses));
        Assert.All(Leaves(live.State), leaf => Assert.True(IsFinite(leaf)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Frozen_parameters_are_those_that_are_declared_as_such(string name)
    {
        using LiveModel live = Build(name);
        ModelFacts facts = Find(name).Declared.Facts;
        Dictionary<nint, string> paths = ObjectGraph.Walk(live.Model)
            .Where(node => node.Value is Tensor).ToDictionary(node => ((Tensor)node.Value).Handle, node => node.Path);

        IEnumerable<string> frozen = live.Roots.SelectMany(root => root.parameters())
            .Where(parameter => !parameter.requires_grad).Select(parameter => paths[parameter.Handle]);

        Assert.All(frozen, path => Assert.Contains(facts.Frozen, fact => fact.Covers(path)));
        Assert.All(facts.Frozen, fact => Assert.Contains(paths.Values, fact.Covers));
        Assert.All(facts.SpecialStarts, fact => Assert.Contains(paths.Values, fact.Covers));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_loaded_state_gives_the_same_outputs_in_eval(string name)
    {
        using var scope = NewDisposeScope();
        using LiveModel saved = Build(name, seed: 1);
        using LiveModel loaded = Build(name, seed: 2);
        saved.Call(training: true);
        foreach ((nn.Module target, Dictionary<string, Tensor> state) in loaded.Roots.Zip(saved.State))
        {
            target.load_state_dict(state);
        }

        // What a model keeps beside its state, such as where a text was left, is no part of what is loaded.
        if (saved.Model is Sequences.StatefulLstm stateful)
        {
            stateful.Reset();
        }

        loaded.Inputs = saved.Inputs;
        AssertSameBits(
            [.. TensorTree.Flatten(saved.Call(training: false)).Select(leaf => leaf.Tensor)],
            [.. TensorTree.Flatten(loaded.Call(training: false)).Select(leaf => leaf.Tensor)]);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_call_leaves_its_inputs_alone_and_outlives_the_scope_it_ran_in(string name)
    {
        using LiveModel live = Build(name);
        var before = (object?[])TensorTree.Map(live.Inputs, (_, tensor) => tensor.clone())!;
        for (int call = 0; call < 2; call++)
        {
            using var scope = NewDisposeScope();
            Assert.All(TensorTree.Flatten(live.Call(training: true)), leaf => Assert.True(IsFinite(leaf.Tensor), leaf.Path));
        }

        AssertSameBits(
            [.. TensorTree.Flatten(before).Select(leaf => leaf.Tensor)],
            [.. TensorTree.Flatten(live.Inputs).Select(leaf => leaf.Tensor)]);
        Assert.All(Leaves(live.State), leaf => Assert.False(leaf.IsInvalid));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_forward_makes_does_not_follow_the_default_dtype(string name)
    {
        using var scope = NewDisposeScope();
        using LiveModel live = Build(name);
        using LiveModel same = Build(name);
        IReadOnlyList<(string Path, Tensor Tensor)> expected = TensorTree.Flatten(live.Call(training: true));
        ScalarType before = get_default_dtype();
        try
        {
            set_default_dtype(ScalarType.Float64);
            IReadOnlyList<(string Path, Tensor Tensor)> actual = TensorTree.Flatten(same.Call(training: true));
            AssertSameBits([.. expected.Select(leaf => leaf.Tensor)], [.. actual.Select(leaf => leaf.Tensor)]);
        }
        finally
        {
            set_default_dtype(before);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Without_a_declaration_samples_do_not_influence_each_other_in_eval(string name)
    {
        ModelSubject subject = Find(name).Declared;
        if (subject.Facts is not { MixesSamples: null, RandomInEval: null, KeepsState: null } || subject.MakeInputs is null)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using LiveModel live = Build(name);
        SampleLayout layout = LayoutOf(subject.MakeInputs!(4), subject.MakeInputs!(3));
        var inputs = new ModelInputs(live.Inputs, 4);
        live.Inputs = inputs.Arguments;
        object? before = live.Call(training: false);
        live.Inputs = [.. subject.MakeInputs!(3)];
        SampleLayout outputs = LayoutOf(before, live.Call(training: false));
        live.Inputs = WithOtherFirstSample(inputs.Arguments, subject.MakeInputs!(4), layout);
        IReadOnlyList<(string Path, Tensor Tensor)> after = TensorTree.Flatten(live.Call(training: false));

        foreach (((string path, Tensor expected), (_, Tensor actual)) in TensorTree.Flatten(before).Zip(after))
        {
            for (long sample = 1; outputs[path].HasSamples && sample < 4; sample++)
            {
                Assert.True(
                    allclose(outputs[path].Of(expected, sample), outputs[path].Of(actual, sample), rtol: 1e-4, atol: 1e-5),
                    $"{path}, sample {sample}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_declared_causal_does_not_see_the_future(string name)
    {
        ModelSubject subject = Find(name).Declared;
        if (subject.Facts.CausalDimension is not { } time)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using LiveModel live = Build(name);
        using LiveModel same = Build(name);
        var before = (Tensor)live.Call(training: false)!;
        var input = (Tensor)same.Inputs[0]!;
        Tensor changed = input.clone();
        Tensor last = changed.narrow(time, changed.shape[time] - 1, 1);
        last.copy_(last.roll(1, time == 0 ? 1 : 0));
        same.Inputs = [changed];
        var after = (Tensor)same.Call(training: false)!;

        long past = before.shape[time] - 1;
        Assert.False(TensorBits.AreEqual(input, changed));
        Assert.False(TensorBits.AreEqual(before, after));
        Assert.True(allclose(before.narrow(time, 0, past), after.narrow(time, 0, past), rtol: 1e-4, atol: 1e-5));
    }

    /// <summary>The same arguments, with the content of sample 0 taken from others.</summary>
    private static object?[] WithOtherFirstSample(object?[] arguments, object?[] others, SampleLayout layout)
    {
        Dictionary<string, Tensor> contents = TensorTree.Flatten(others).ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        return (object?[])TensorTree.Map(arguments, (path, tensor) =>
        {
            if (layout[path].Dimension is null)
            {
                return tensor;
            }

            Tensor copy = tensor.clone();
            layout[path].Of(copy, 0).copy_(layout[path].Of(contents[path], 0));
            return copy;
        })!;
    }

    private static SampleLayout LayoutOf(object? forFour, object? forThree) =>
        SampleLayout.Derive(TensorTree.Flatten(forFour), 4, TensorTree.Flatten(forThree), 3);

    private static RightModel Find(string name) => RightModelPool.All.Single(model => model.Name == name);

    private static LiveModel Build(string name, long seed = 1) => new(Find(name), seed);

    private static string Shape(Tensor tensor) => string.Join("x", tensor.shape);

    private static List<Tensor> Leaves(IReadOnlyList<Dictionary<string, Tensor>> state) =>
    [
        .. state
            .SelectMany(one => one.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            .Select(entry => entry.Value),
    ];

    private static bool IsFinite(Tensor tensor)
    {
        using Tensor finite = tensor.isfinite();
        using Tensor all = finite.all();
        return all.item<bool>();
    }

    private static void AssertSameBits(List<Tensor> expected, List<Tensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.True(TensorBits.AreEqual(pair.First, pair.Second)));
    }
}
