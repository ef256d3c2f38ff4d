using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>
/// The modules that the program was seen to use, which of them are models, and where each parameter stands. Nothing is kept alive.
/// </summary>
internal sealed class ModuleRegistry
{
    private const int MostModules = 4096;

    private readonly ConditionalWeakTable<nn.Module, Known> _known = [];
    private readonly ConditionalWeakTable<Parameter, SeenParameter> _parameters = [];
    private readonly List<WeakReference<nn.Module>> _modules = [];
    private IReadOnlyList<SeenModel> _models = [];
    private bool _isStale;
    private int _met;

    /// <summary>The models that are there.</summary>
    public IReadOnlyList<SeenModel> Models
    {
        get
        {
            Refresh();
            return _models;
        }
    }

    /// <summary>Raised whenever modules or parameters may be others.</summary>
    public int Version { get; private set; }

    /// <summary>Notes a module that the program uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Note(nn.Module module)
    {
        if (_known.TryGetValue(module, out _) || _modules.Count >= MostModules)
        {
            return;
        }

        _known.Add(module, new Known());
        _modules.Add(new WeakReference<nn.Module>(module));
        Renew();
    }

    /// <summary>Notes that modules may have got other parameters: they were moved, or loaded.</summary>
    public void Renew()
    {
        _isStale = true;
        Version++;
    }

    /// <summary>The model that a module is, or is a part of; null if it was not met.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SeenModel? ModelOf(nn.Module module)
    {
        Refresh();
        return _known.TryGetValue(module, out Known? known) ? known.Model : null;
    }

    /// <summary>What is known of a parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SeenParameter Of(Parameter parameter)
    {
        Refresh();
        if (!_parameters.TryGetValue(parameter, out SeenParameter? seen))
        {
            _parameters.Add(parameter, seen = new SeenParameter(++_met));
        }

        return seen;
    }

    private void Refresh()
    {
        if (_isStale)
        {
            _isStale = false;
            Gather();
        }
    }

    private void Gather()
    {
        _modules.RemoveAll(reference => !reference.TryGetTarget(out _));
        nn.Module[] present =
        [
            .. _modules.Select(reference => reference.TryGetTarget(out nn.Module? module) ? module : null).OfType<nn.Module>(),
        ];
        var held = new Dictionary<nn.Module, nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (nn.Module module in present)
        {
            foreach (nn.Module part in module.modules().Where(part => !ReferenceEquals(part, module)))
            {
                held.TryAdd(part, module);
            }
        }

        List<SeenModel> models = [];
        foreach (nn.Module root in present.Where(module => !held.ContainsKey(module)))
        {
            Known known = _known.GetOrCreateValue(root);
            known.Model = known.Own ??= new SeenModel(root);
            known.Model.Renew();
            models.Add(known.Model);
            foreach (nn.Module part in root.modules().Where(part => !ReferenceEquals(part, root)))
            {
                _known.GetOrCreateValue(part).Model = known.Model;
            }

            foreach ((string path, Parameter parameter) in root.named_parameters())
            {
                if (!_parameters.TryGetValue(parameter, out SeenParameter? seen))
                {
                    _parameters.Add(parameter, seen = new SeenParameter(++_met));
                }

                (seen.Model, seen.Path) = (known.Model, path);
            }
        }

        _models = models;
    }

    private sealed class Known
    {
        public SeenModel? Own { get; set; }

        public SeenModel? Model { get; set; }
    }
}
