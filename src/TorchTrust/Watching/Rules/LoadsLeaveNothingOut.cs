using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// A load that may leave things out has given a parameter no value, the module that holds it ran, and no optimizer that steps holds it: it
/// is as chance made it, beside others that were trained elsewhere.
/// </summary>
internal sealed class LoadsLeaveNothingOut() : WatchRule(new(
    "watch-load-is-complete",
    "what is not trained was loaded whole",
    "A load that is not strict says nothing of keys that it did not find: a renamed layer stays as chance made it, and all that "
        + "follows learns from its noise.",
    "Load with strict: true; or name what is left out on purpose in skip, or train it."))
{
    private const int MostLeft = 4096;

    private readonly Dictionary<string, ulong> _before = [];
    private readonly Dictionary<SeenParameter, (SourceLocation? Source, WeakReference<nn.Module> Holder)> _left = [];
    private readonly HashSet<SeenParameter> _ran = [];
    private bool _hasLoaded;

    /// <inheritdoc/>
    public override void Loading(LoadCall load)
    {
        _before.Clear();
        if (load.IsLenient)
        {
            foreach ((string name, Parameter parameter) in Parameters(load.Module))
            {
                _before[name] = TensorLook.SomeBits(parameter);
            }
        }
    }

    /// <inheritdoc/>
    public override void Loaded(LoadCall load)
    {
        (string Name, Parameter Parameter)[] parameters = [.. Parameters(load.Module)];
        HashSet<string> changed =
        [
            .. parameters.Where(each => !_before.TryGetValue(each.Name, out ulong bits) || TensorLook.SomeBits(each.Parameter) != bits)
                .Select(each => each.Name),
        ];
        _before.Clear();
        _hasLoaded = true;
        foreach ((string name, Parameter parameter) in parameters)
        {
            SeenParameter seen = Record.Modules.Of(parameter);
            if (changed.Contains(name))
            {
                seen.WasLoaded = true;
                _left.Remove(seen);
            }

            // Where nothing was found, something else is wrong, or nothing; and ones and zeros may well have been loaded.
            else if (changed.Count > 0 && !seen.WasLoaded && _left.Count < MostLeft && !IsConstant(parameter)
                && Holder(load.Module, parameter) is { } holder)
            {
                _left[seen] = (load.Source, new WeakReference<nn.Module>(holder));
            }
        }

        Record.HearsEachModule = _left.Count > _ran.Count;
    }

    /// <inheritdoc/>
    public override void Ran(nn.Module module)
    {
        bool runsWhole = module.GetType().Assembly == typeof(nn).Assembly;
        foreach ((SeenParameter seen, (_, WeakReference<nn.Module> reference)) in _left)
        {
            if (reference.TryGetTarget(out nn.Module? holder)
                && (ReferenceEquals(holder, module) || (runsWhole && module.modules().Any(part => ReferenceEquals(part, holder)))))
            {
                _ran.Add(seen);
            }
        }

        Record.HearsEachModule = _left.Keys.Any(seen => !_ran.Contains(seen));
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        if (end != RunEnd.Natural)
        {
            return;
        }

        SeenParameter[] lost = [.. _left.Keys.Where(seen => _ran.Contains(seen) && !seen.IsHeld)];
        foreach (SeenParameter seen in lost)
        {
            Find(Severity.Question, seen.Finding(
                $"{seen.Name} of {seen.Model?.Name} got no value by the load, which is not strict and names nothing to be left out; "
                    + "it ran, and no optimizer trains it",
                _left[seen].Source,
                ("parameters without a value", lost.Length)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _hasLoaded ? Passed : Skipped("No module was loaded.");

    private static IEnumerable<(string Name, Parameter Parameter)> Parameters(nn.Module module) => module.named_parameters()
        .Where(each => !each.parameter.IsInvalid && each.parameter.numel() > 0)
        .DistinctBy(each => each.name)
        .Select(each => (each.name, each.parameter));

    private static nn.Module? Holder(nn.Module module, Parameter parameter) => module.modules().Prepend(module)
        .FirstOrDefault(part => part.parameters(recurse: false).Any(own => ReferenceEquals(own, parameter)));

    private static bool IsConstant(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor flat = parameter.detach().flatten();
        return flat.eq(flat[0]).all().item<bool>();
    }
}
