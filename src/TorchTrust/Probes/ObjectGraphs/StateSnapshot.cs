using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// The state of everything of torch that a subject reaches: parameters, buffers, unregistered tensors, gradients, modes and
/// generators. It can be compared with the present, and put back.
/// </summary>
internal sealed class StateSnapshot : IDisposable
{
    private readonly List<TensorState> _tensors = [];
    private readonly List<(nn.Module Module, string Path, bool Training)> _modes = [];
    private readonly List<(Generator Generator, string Path, Tensor State)> _generators = [];
    private readonly List<HolderState> _holders = [];
    private readonly HashSet<object> _registered = new(ReferenceEqualityComparer.Instance);

    private StateSnapshot()
    {
    }

    /// <summary>Copies the state of what a root object reaches.</summary>
    public static StateSnapshot Take(object root)
    {
        var snapshot = new StateSnapshot();
        ObjectGraph graph = ObjectGraph.Explore(root);
        snapshot._holders.AddRange(graph.HolderPaths.Select(holder => new HolderState(holder.Value, holder.Path)));
        foreach (ObjectGraphNode node in graph.Nodes)
        {
            switch (node.Value)
            {
                case nn.Module module:
                    snapshot._registered.UnionWith(module.buffers(recurse: false));
                    snapshot._modes.Add((module, node.Path, module.training));
                    break;
                case Generator generator:
                    using (Tensor state = generator.get_state())
                    {
                        snapshot._generators.Add((generator, node.Path, Keep(state)));
                    }

                    break;
                case Tensor { IsInvalid: false } tensor:
                    snapshot._tensors.Add(new TensorState(tensor, node.Path));
                    break;
            }
        }

        return snapshot;
    }

    /// <summary>Lets what an earlier snapshot knows be as it was then: this one adds what came since. The earlier one is used up.</summary>
    /// <param name="earlier">The earlier snapshot of the same object.</param>
    public void BuildOn(StateSnapshot earlier)
    {
        Dictionary<object, TensorState> tensors = new(ReferenceEqualityComparer.Instance);
        earlier._tensors.ForEach(state => tensors[state.Tensor] = state);
        for (int i = 0; i < _tensors.Count; i++)
        {
            if (tensors.TryGetValue(_tensors[i].Tensor, out TensorState? before))
            {
                _tensors[i].Dispose();
                _tensors[i] = before;
                earlier._tensors.Remove(before);
            }
        }

        for (int i = 0; i < _modes.Count; i++)
        {
            int known = earlier._modes.FindIndex(entry => ReferenceEquals(entry.Module, _modes[i].Module));
            _modes[i] = known < 0 ? _modes[i] : earlier._modes[known];
        }

        for (int i = 0; i < _generators.Count; i++)
        {
            int known = earlier._generators.FindIndex(entry => ReferenceEquals(entry.Generator, _generators[i].Generator));
            if (known >= 0)
            {
                (_generators[i], earlier._generators[known]) = (earlier._generators[known], _generators[i]);
            }
        }

        earlier.Dispose();
    }

    /// <summary>
    /// Whether a field or a collection of the subject refers to something else than when the snapshot was taken.
    /// </summary>
    public bool HasReplacedReferences() => _holders.Any(holder => holder.HasChanged());

    /// <summary>Whether a tensor wanted a gradient, or hung on the graph of what does.</summary>
    public bool WantedGradient(Tensor tensor) => _tensors.Any(state => ReferenceEquals(state.Tensor, tensor) && state.RequiresGradient);

    /// <summary>The paths of fields and items that refer to something else now, or hold another plain value.</summary>
    public IEnumerable<(string Path, string What)> Replacements() => _holders.SelectMany(holder => holder.Changes());

    /// <summary>The paths of tensors, parameters apart, that have another value now.</summary>
    public IEnumerable<(string Path, string What)> BufferDifferences() => _tensors.Where(state => !state.IsParameter)
        .Select(state => (state.Path, What: state.Difference())).Where(difference => difference.What is not null)
        .Select(difference => (difference.Path, difference.What!));

    /// <summary>The paths of all that is no longer as it was, each with what changed.</summary>
    public IEnumerable<(string Path, string What)> Differences()
    {
        foreach (TensorState state in _tensors)
        {
            if (state.Difference() is { } what)
            {
                yield return (state.Path, what);
            }
        }

        foreach ((nn.Module module, string path, bool training) in _modes)
        {
            if (module.training != training)
            {
                yield return (path, training ? "is now in eval mode" : "is now in training mode");
            }
        }

        foreach ((Generator generator, string path, Tensor before) in _generators)
        {
            using Tensor now = generator.get_state();
            if (!TensorBits.AreEqual(before, now))
            {
                yield return (path, "generator has advanced");
            }
        }
    }

    /// <summary>Puts back values, gradients, modes and generators, and cuts what hung on no graph from the one it hangs on now.</summary>
    public void Restore()
    {
        ReviveDisposed();
        _holders.ForEach(holder => holder.Restore());
        foreach (TensorState state in _tensors)
        {
            state.CutGraph();
            state.Restore();
        }

        ModuleMode.SetEach([.. _modes.Select(mode => (mode.Module, mode.Training))]);
        RestoreGenerators();
    }

    /// <summary>
    /// Puts back what a call may rightly change: buffers, caches and generators, but neither parameters nor modes. What hangs on the graph
    /// of a call goes on hanging on it, as it does for the user.
    /// </summary>
    public void RestoreVolatile()
    {
        ReviveDisposed();
        _holders.ForEach(holder => holder.Restore());
        foreach (TensorState state in _tensors.Where(state => !state.IsParameter))
        {
            state.Restore();
        }

        RestoreGenerators();
    }

    /// <summary>
    /// Puts back which objects fields and collections refer to, but no value: a flag that says that something is set
    /// stays.
    /// </summary>
    public void RestoreReferences()
    {
        ReviveDisposed();
        _holders.ForEach(holder => holder.Restore(alsoPlainValues: false));
    }

    /// <summary>
    /// A model may dispose a cache when it replaces it: then one of the same content stands in for it. What is registered
    /// stays disposed, since the registration cannot be taken along.
    /// </summary>
    private void ReviveDisposed()
    {
        foreach (TensorState state in _tensors.Where(
            state => state.IsDisposed && !state.IsParameter && !_registered.Contains(state.Tensor)))
        {
            object original = state.Tensor;
            Tensor standIn = state.Revive();
            _holders.ForEach(holder => holder.Replace(original, standIn));
        }
    }

    private void RestoreGenerators()
    {
        foreach ((Generator generator, _, Tensor state) in _generators)
        {
            generator.set_state(state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tensors.ForEach(tensor => tensor.Dispose());
        _generators.ForEach(generator => generator.State.Dispose());
    }

    private static Tensor Keep(Tensor tensor) => TensorBits.NativeCopy(tensor).DetachFromDisposeScope();

    /// <summary>One tensor: its value, its gradient, and whether it wants one.</summary>
    private sealed class TensorState(Tensor tensor, string path) : IDisposable
    {
        private readonly Tensor _value = Keep(tensor);
        private readonly bool _isLeafWithGradient = tensor is { is_leaf: true, requires_grad: true };
        private readonly Tensor? _gradient = tensor.is_leaf && tensor.grad is { } gradient ? Keep(gradient) : null;

        public string Path { get; } = path;

        public bool RequiresGradient { get; } = tensor.requires_grad;

        public Tensor Tensor { get; private set; } = tensor;

        public bool IsDisposed => Tensor.IsInvalid;

        public bool IsParameter => Tensor is TorchSharp.Modules.Parameter;

        public string? Difference()
        {
            if (Tensor.IsInvalid)
            {
                return "was disposed";
            }

            if (!TensorBits.AreEqual(_value, Tensor))
            {
                return "has another value";
            }

            if (Tensor.requires_grad != RequiresGradient)
            {
                return RequiresGradient ? "no longer requires a gradient" : "now requires a gradient";
            }

            Tensor? now = Tensor.is_leaf ? Tensor.grad : null;
            bool same = (now, _gradient) switch
            {
                (null, null) => true,
                ({ } a, { } b) => TensorBits.AreEqual(a, b),
                _ => false,
            };
            return same ? null : "has another gradient";
        }

        /// <summary>A graph that it hung on cannot be had again, and a leaf in its place could not be written to.</summary>
        public Tensor Revive() => Tensor = Keep(_value).requires_grad_(_isLeafWithGradient);

        /// <summary>
        /// A cache that calls write into hangs on the graph of each of them. A view cannot be cut, and stays: that is a difference.
        /// </summary>
        public void CutGraph()
        {
            if (RequiresGradient || Tensor is not { IsInvalid: false, is_leaf: false })
            {
                return;
            }

            try
            {
                Tensor.detach_();
            }
            catch (ExternalException)
            {
                // It says so by throwing alone.
            }
        }

        public void Restore()
        {
            if (Tensor.IsInvalid || !TensorBits.HaveOneShape(Tensor, _value))
            {
                return;
            }

            // Most tensors are as they were, and to look is quicker than to write.
            if (TensorBits.AreEqualInPlace(_value, Tensor) != true)
            {
                using IDisposable _ = no_grad();
                using Tensor content = Tensor.detach();
                content.copy_(_value);
            }

            if (Tensor.is_leaf)
            {
                RestoreGradient();
            }
        }

        private void RestoreGradient()
        {
            if (Tensor.requires_grad != _isLeafWithGradient)
            {
                Tensor.requires_grad = _isLeafWithGradient;
            }

            if (_gradient is not null || Tensor.grad is not null)
            {
                Tensor.grad = _gradient?.clone().DetachFromDisposeScope();
            }
        }

        public void Dispose()
        {
            _value.Dispose();
            _gradient?.Dispose();
        }
    }
}
