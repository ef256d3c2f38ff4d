using TorchTrust.Probes;
using TorchTrust.Running.Hosting.Travel;
using TorchTrust.Training;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.RightLoops.Tests;

public sealed class RightLoopTests
{
    /// <summary>Enough for two epochs, a copy of a target network and three windows of accumulation.</summary>
    private const int Steps = 12;

    public static TheoryData<string> Names => [.. RightLoopPool.All.Select(loop => loop.Name)];

    [Fact]
    public void Every_loop_has_a_name_of_its_own_and_says_what_is_unusual()
    {
        Assert.True(RightLoopPool.All.Count >= 40);
        Assert.Equal(RightLoopPool.All.Count, RightLoopPool.All.Select(loop => loop.Name).Distinct().Count());
        Assert.All(RightLoopPool.All, loop => Assert.False(string.IsNullOrWhiteSpace(loop.Unusual)));
    }

    [Fact]
    public void Every_class_of_the_pool_is_listed()
    {
        IEnumerable<string> described = typeof(RightLoopPool).Assembly.GetTypes()
            .Where(type => type.GetMethod("Describe", []) is not null).Select(type => type.Name);

        Assert.Equal(described.Order(), RightLoopPool.All.Select(loop => loop.Name).Order());
    }

    [Fact]
    public void Every_kind_is_there() =>
        Assert.Equal(Enum.GetValues<LoopKind>(), RightLoopPool.All.Select(loop => loop.Kind).Distinct().Order());

    [Fact]
    public void Loops_that_do_not_repeat_are_those_that_are_named() =>
        Assert.Equal(["LockFreeThreads"], RightLoopPool.All.Where(loop => loop.NotRepeatable is not null).Select(loop => loop.Name));

    [Theory, MemberData(nameof(Names))]
    public void A_loop_takes_steps_that_report_finite_numbers_and_train_something(string name)
    {
        using var session = new TrainingSession(Find(name).Declared, seed: 1);
        using LiveLoop loop = session.Fresh();
        IReadOnlyDictionary<string, Tensor> before = StateOf(loop);

        IReadOnlyList<ReportedNumbers> numbers = loop.Train(Steps);

        Assert.All(numbers.SelectMany(number => number.Parts), part => Assert.True(double.IsFinite(part!.Value)));
        IReadOnlyDictionary<string, Tensor> after = StateOf(loop);
        Assert.All(after.Values, tensor => Assert.True(tensor.isfinite().all().item<bool>()));
        Assert.Contains(before, entry => !TensorBits.AreEqual(entry.Value, after[entry.Key]));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others(string name)
    {
        if (Find(name).NotRepeatable is not null)
        {
            return;
        }

        using var session = new TrainingSession(Find(name).Undeclared, seed: 1);
        (IReadOnlyList<double?> Numbers, IReadOnlyDictionary<string, Tensor> State) one = Run(session, weights: 1);
        (IReadOnlyList<double?> Numbers, IReadOnlyDictionary<string, Tensor> State) same = Run(session, weights: 1);

        Assert.Equal(one.Numbers, same.Numbers);
        Assert.Equal(one.State.Keys.Order(), same.State.Keys.Order());
        Assert.All(one.State, entry => Assert.True(TensorBits.AreEqual(entry.Value, same.State[entry.Key]), entry.Key));

        // A model that starts at zero starts there with every seed.
        if (StateOf(session.Live).Values.Any(tensor => tensor.numel() > 4 && tensor.abs().sum().item<float>() > 0))
        {
            Assert.Contains(Run(session, weights: 2).State, entry => !TensorBits.AreEqual(entry.Value, one.State[entry.Key]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void An_evaluation_is_finite_leaves_parameters_alone_and_repeats_unless_it_is_declared_random(string name)
    {
        TrainingSubject subject = Find(name).Declared;
        if (subject.Evaluate is null && subject.EvaluateOn is null)
        {
            return;
        }

        using var session = new TrainingSession(subject, seed: 1);
        using LiveLoop loop = session.Fresh();
        loop.Train(3);
        object?[] batches = subject.EvaluateOn is null ? [] : [loop.Batch(7), loop.Batch(8)];
        double Evaluate(long noise) => (subject.EvaluateOn is null ? loop.Evaluate(noise) : loop.Evaluate(batches, noise)).First!.Value;
        var parameters = loop.Members.Parameters.ToDictionary(entry => entry.Path, entry => entry.Parameter.detach().clone());

        double first = Evaluate(1);
        double second = Evaluate(2);

        Assert.True(double.IsFinite(first));
        Assert.Equal(subject.Facts.RandomEvaluation is null, first.Equals(second));
        Assert.All(loop.Members.Parameters, entry => Assert.True(TensorBits.AreEqual(parameters[entry.Path], entry.Parameter), entry.Path));
        if (subject.ReferenceOn is { } reference)
        {
            Assert.Equal(reference(loop.Loop, batches), first, 1e-9);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_loop_that_saves_for_resuming_goes_on_as_if_it_had_not_stopped(string name)
    {
        TrainingSubject subject = Find(name).Declared;
        if (subject.Persistence.FirstOrDefault(way => way.Purpose == SavingPurpose.Resuming) is not { } way)
        {
            return;
        }

        using var session = new TrainingSession(subject, seed: 1);
        using LiveLoop whole = session.Fresh();
        using LiveLoop resumed = session.Fresh(weights: 2);
        whole.Train(5);
        InFile(path =>
        {
            whole.Save(way, path);
            resumed.Load(way, path);
        });

        for (long n = 5; n < 8; n++)
        {
            Assert.Equal(whole.Step(n).Parts, resumed.Step(n).Parts);
        }

        IReadOnlyDictionary<string, Tensor> after = StateOf(resumed);
        Assert.All(StateOf(whole), entry => Assert.True(TensorBits.AreEqual(entry.Value, after[entry.Key]), entry.Key));
    }

    [Theory, MemberData(nameof(Names))]
    public void Frozen_parameters_stay_and_every_name_in_a_fact_is_there(string name)
    {
        TrainingFacts facts = Find(name).Declared.Facts;
        using var session = new TrainingSession(Find(name).Declared, seed: 1);
        using LiveLoop loop = session.Fresh();
        string[] paths = [.. ObjectGraph.Walk(loop.Loop).Select(node => node.Path)];
        string[] optimizers = [.. loop.Members.Optimizers.Select(entry => entry.Path)];
        IReadOnlyDictionary<string, Tensor> before = StateOf(loop);

        loop.Train(Steps);

        DeclaredFact[] named =
        [
            .. facts.Frozen, .. facts.UnfrozenLater, .. facts.Unused, .. facts.Averaged, .. facts.Shared, .. facts.InEvaluationMode,
            .. facts.Copied.Select(copy => copy.Names),
        ];
        Assert.All(named, fact => Assert.Contains(paths, fact.Covers));
        Assert.All(
            facts.Reports.Where(report => report.Optimizer != "*"), report => Assert.Contains(report.Optimizer, optimizers));
        IReadOnlyDictionary<string, Tensor> after = StateOf(loop);
        Assert.All(
            before.Where(entry => facts.Frozen.Any(fact => fact.Covers(entry.Key))),
            entry => Assert.True(TensorBits.AreEqual(entry.Value, after[entry.Key]), entry.Key));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_declared_target_is_a_tensor_of_the_batch_with_a_row_for_each_sample(string name)
    {
        using var session = new TrainingSession(Find(name).Declared, seed: 1);
        foreach (DeclaredTarget declared in Find(name).Declared.Facts.Targets)
        {
            object? batch = session.Live.Batch(3);
            Tensor target = declared.Target(batch);

            Assert.Contains(TensorTree.Flatten(batch), leaf => ReferenceEquals(leaf.Tensor, target));
            Assert.Contains(TensorTree.Flatten(batch), leaf => ReferenceEquals(leaf.Tensor, declared.Input(batch)));
            Assert.Equal(declared.Input(batch).shape[0], target.shape[0]);
            Assert.True(declared.Classes is not { } classes || target.max().item<long>() < classes);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_leaves_its_batch_as_it_was(string name)
    {
        using var session = new TrainingSession(Find(name).Undeclared, seed: 1);
        using LiveLoop loop = session.Fresh();
        object? batch = loop.Batch(0);
        object? before = TensorTree.Map(batch, (_, tensor) => tensor.clone());

        loop.Step(batch, noise: 0);

        Assert.All(
            TensorTree.Flatten(before).Zip(TensorTree.Flatten(batch)),
            pair => Assert.True(TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor), pair.First.Path));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_loop_travels_to_another_process(string name) => Assert.Equal(
        Find(name).Declared.Name, SubjectRecipe.Of(Find(name).Declared).Rebuild().Name);

    private static (IReadOnlyList<double?> Numbers, IReadOnlyDictionary<string, Tensor> State) Run(TrainingSession session, long weights)
    {
        using LiveLoop loop = session.Fresh(weights);
        IReadOnlyList<double?> numbers = [.. loop.Train(Steps).SelectMany(number => number.Parts)];
        return (numbers, StateOf(loop));
    }

    /// <summary>All tensors that a loop holds: parameters, buffers, and those of no module.</summary>
    private static Dictionary<string, Tensor> StateOf(LiveLoop loop) => ObjectGraph.Walk(loop.Loop)
        .Where(node => node.Value is Tensor { IsInvalid: false } tensor && tensor.is_floating_point())
        .ToDictionary(node => node.Path, node => TensorBits.NativeCopy((Tensor)node.Value));

    private static void InFile(Action<string> use)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("right-loops-");
        try
        {
            use(Path.Combine(folder.FullName, "loop.bin"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static RightLoop Find(string name) => RightLoopPool.All.Single(loop => loop.Name == name);
}
