using System.Globalization;
using MnistVae.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Checkpoints;

/// <summary>
/// The part of a checkpoint that is the optimizer: for each parameter both running averages and the number of steps.
/// </summary>
internal static class AdamState
{
    private const string Prefix = "optimizer.";
    private const string StepSuffix = ".step";

    /// <summary>
    /// The optimizer's tensors themselves, by the names that they have in a checkpoint, without the steps.
    /// </summary>
    public static Dictionary<string, Tensor> Live(Adam optimizer, Vae model)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach ((string name, Adam.State state) in States(optimizer, model))
        {
            tensors.Add(Prefix + name + ".exp_avg", state.exp_avg);
            tensors.Add(Prefix + name + ".exp_avg_sq", state.exp_avg_sq);
            if (state.max_exp_avg_sq is not null)
            {
                tensors.Add(Prefix + name + ".max_exp_avg_sq", state.max_exp_avg_sq);
            }
        }

        return tensors;
    }

    /// <summary>The number of steps of each parameter, as new tensors.</summary>
    public static Dictionary<string, Tensor> Steps(Adam optimizer, Vae model)
        => States(optimizer, model).ToDictionary(
            named => Prefix + named.Name + StepSuffix, named => tensor(named.State.step, dtype: int64));

    /// <summary>Sets the number of steps of each parameter.</summary>
    public static void SetSteps(Adam optimizer, Vae model, IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach ((string name, Adam.State state) in States(optimizer, model))
        {
            state.step = tensors[Prefix + name + StepSuffix].item<long>();
        }
    }

    /// <summary>The optimizer's numbers as text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Settings(Adam optimizer)
    {
        int group = 0;
        foreach (Adam.Options options in optimizer.state_dict().Options.Cast<Adam.Options>())
        {
            yield return KeyValuePair.Create(
                $"adam group {group++}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"learning rate {options.LearningRate}, betas {options.beta1} and {options.beta2}, "
                        + $"eps {options.eps}, weight decay {options.weight_decay}, amsgrad {options.amsgrad}, "
                        + $"maximize {options.maximize}"));
        }
    }

    private static IEnumerable<(string Name, Adam.State State)> States(Adam optimizer, Vae model)
    {
        Dictionary<IntPtr, string> names = model.named_parameters()
            .ToDictionary(named => named.parameter.Handle, named => named.name);
        return optimizer.parameters().Select(parameter => names[parameter.Handle])
            .Zip(optimizer.state_dict().State.Cast<Adam.State>());
    }
}
