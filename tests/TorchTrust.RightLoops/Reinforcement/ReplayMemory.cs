namespace TorchTrust.RightLoops.Reinforcement;

/// <summary>
/// Values of moves are learned from a memory of what was played; a copy that is renewed every tenth step gives the targets
/// (Mnih et al., 2015).
/// </summary>
internal sealed class ReplayMemory
{
    private const int Capacity = 64;
    private const int BatchSize = 8;

    private readonly Sequential _values = Toy.Network();
    private readonly Sequential _target = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private readonly List<(Tensor Before, long Move, float Reward, Tensor After)> _memory = [];
    private readonly Random _random;
    private Tensor _situation = randn(4);
    private int _step;

    public ReplayMemory(long seed)
    {
        _random = new Random((int)seed);
        _optimizer = optim.Adam(_values.parameters(), lr: 5e-3);
        Toy.Copy(_values, _target);
        foreach (Parameter parameter in _target.parameters())
        {
            parameter.requires_grad = false;
        }

        while (_memory.Count < BatchSize)
        {
            Play();
        }
    }

    public static RightLoop Describe()
    {
        TrainingSubject<ReplayMemory> undeclared = TrainingSubject.For(seed => new ReplayMemory(seed)).WithStep(loop => loop.Step());
        return new RightLoop(
            nameof(ReplayMemory),
            LoopKind.ReplayMemory,
            undeclared,
            undeclared.ReportsLoss().CopiesOnPurpose("_target.*", every: 10, "Targets stand still for ten steps.")
                .KeepsTensorsOnPurpose("What was played is remembered.", atMost: (2 * Capacity) + 1)
                .CarriesStateOnPurpose("The game goes on from step to step."),
            "Tensors are kept by the dozen, moves are drawn from a generator of its own, and a frozen copy jumps every tenth step.");
    }

    private double Step()
    {
        Play();
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, BatchSize).Select(_ => _memory[_random.Next(_memory.Count)]).ToList();
        Tensor before = stack(rows.Select(row => row.Before));
        Tensor after = stack(rows.Select(row => row.After));
        Tensor moves = tensor(rows.Select(row => row.Move).ToArray()).unsqueeze(1).clone();
        Tensor rewards = tensor(rows.Select(row => row.Reward).ToArray()).clone();
        Tensor goal;
        using (no_grad())
        {
            goal = rewards + (0.9 * _target.call(after).amax([1]));
        }

        _optimizer.zero_grad();
        Tensor loss = F.smooth_l1_loss(_values.call(before).gather(1, moves).squeeze(1), goal);
        loss.backward();
        _optimizer.step();
        if (++_step % 10 == 0)
        {
            Toy.Copy(_values, _target);
        }

        return loss.item<float>();
    }

    /// <summary>Makes a move, often the best, and remembers it.</summary>
    private void Play()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        long move = _random.NextDouble() < 0.2
            ? _random.Next((int)Toy.Classes)
            : _values.call(_situation.unsqueeze(0)).argmax(1).item<long>();
        Tensor after = (0.9 * _situation) + (0.3 * randn(4));
        float reward = _situation[move].item<float>();
        if (_memory.Count == Capacity)
        {
            _memory[0].Before.Dispose();
            _memory[0].After.Dispose();
            _memory.RemoveAt(0);
        }

        after = after.DetachFromDisposeScope();
        _memory.Add((_situation, move, reward, after.clone().DetachFromDisposeScope()));
        _situation = after;
    }
}
