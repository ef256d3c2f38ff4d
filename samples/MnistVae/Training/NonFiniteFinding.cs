using MnistVae.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Training;

/// <summary>Where a value that is not finite came up first.</summary>
/// <param name="Module">The module's path, or <c>input</c> or <c>loss</c>.</param>
/// <param name="Description">A clause that says what was not finite.</param>
internal sealed record NonFiniteFinding(string Module, string Description)
{
    /// <summary>Runs a step again, forward and backward, and looks at each value when it is made.</summary>
    /// <param name="model">The model, with its noise as it was before the step.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="images">The images, <c>[N, C, H, W]</c>.</param>
    /// <remarks>Leaves the gradients of this run behind.</remarks>
    public static NonFiniteFinding Find(Vae model, IVaeLoss loss, Tensor images)
    {
        using var scope = NewDisposeScope();
        if (!IsFinite(images))
        {
            return new NonFiniteFinding("input", "the images of the batch hold values that are not finite");
        }

        var order = new List<string>();
        NonFiniteFinding? first = null;
        var removers = new List<Action>();
        foreach ((string name, nn.Module module) in model.named_modules())
        {
            if (module is Module<Tensor, Tensor> hookable)
            {
                var remover = hookable.register_forward_hook((_, _, output) =>
                {
                    order.Add(name);
                    if (first is null && !IsFinite(output))
                    {
                        first = InForward(name, hookable);
                    }

                    return output;
                });
                removers.Add(remover.remove);
            }
        }

        LossTerms terms;
        try
        {
            terms = loss.Compute(model.call(images), images);
        }
        finally
        {
            removers.ForEach(remove => remove());
        }

        return first ?? InLoss(terms) ?? InBackward(model, order, terms);
    }

    private static NonFiniteFinding InForward(string name, Module<Tensor, Tensor> module)
    {
        string[] parameters = [.. module.named_parameters().Where(named => !IsFinite(named.parameter))
            .Select(named => $"'{named.name}'")];
        string cause = parameters.Length == 0 ? "" : $"; so is its parameter {string.Join(" and ", parameters)}";
        return new NonFiniteFinding(
            name, $"the output of the module '{name}' ({module.GetName()}) is the first value that is not{cause}");
    }

    private static NonFiniteFinding? InLoss(LossTerms terms)
    {
        (string Name, Tensor Value)[] parts =
        [
            ("reconstruction", terms.Reconstruction), ("Kullback-Leibler divergence", terms.KlDivergence),
            ("total", terms.Total),
        ];
        return parts.Where(part => !IsFinite(part.Value))
            .Select(part => new NonFiniteFinding(
                "loss",
                $"the outputs of all modules are finite, but the loss ({part.Name}) is {part.Value.item<float>()}"))
            .FirstOrDefault();
    }

    /// <summary>
    /// Gradients are computed from the end to the beginning: the first bad one is of the module called last.
    /// </summary>
    private static NonFiniteFinding InBackward(Vae model, List<string> order, LossTerms terms)
    {
        model.zero_grad();
        terms.Total.backward();
        Dictionary<string, nn.Module> modules =
            model.named_modules().ToDictionary(named => named.name, named => named.module);
        foreach (string name in Enumerable.Reverse(order))
        {
            foreach ((string parameterName, Parameter parameter) in modules[name].named_parameters(recurse: false))
            {
                if (parameter.grad is { } gradient && !IsFinite(gradient))
                {
                    return new NonFiniteFinding(
                        name,
                        $"the loss is finite, but the gradient of '{name}.{parameterName}' ({modules[name].GetName()}) "
                            + "is the first value that is not");
                }
            }
        }

        return new NonFiniteFinding(
            "loss",
            "each value is finite when the step is run again, but the norm of all gradients is not: it overflows");
    }

    private static bool IsFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();
}
