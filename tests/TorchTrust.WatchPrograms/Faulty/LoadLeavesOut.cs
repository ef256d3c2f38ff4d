namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>
/// A frozen backbone is loaded of a file in which its first layer has another name; the load is not strict, and says nothing.
/// </summary>
internal static class LoadLeavesOut
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        Dictionary<string, Tensor> pretrained = Digits.Model().state_dict();
        pretrained["layer1.weight"] = pretrained["first.weight"];
        pretrained.Remove("first.weight");
        model.load_state_dict(pretrained, strict: false); // fault
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameter.requires_grad = name.StartsWith("head", StringComparison.Ordinal);
        }

        using optim.Optimizer optimizer = optim.Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
