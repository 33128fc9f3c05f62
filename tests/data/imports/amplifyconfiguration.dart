const amplifyconfig = '''{
    "UserAgent": "aws-amplify-cli/2.0",
    "Version": "1.0",
    "auth": {
        "plugins": {
            "awsCognitoAuthPlugin": {
                "IdentityManager": { "Default": {} },
                "CredentialsProvider": {
                    "CognitoIdentity": {
                        "Default": {
                            "PoolId": "us-east-1:c4d8e2f1-90ab-4cde-8f01-23456789abcd",
                            "Region": "us-east-1"
                        }
                    }
                },
                "CognitoUserPool": {
                    "Default": {
                        "PoolId": "us-east-1_Mn4Bv6CxZ",
                        "AppClientId": "7p0o9i8u6y5t4r3e2w1qazsxdc",
                        "AppClientSecret": "1madeupsecretmadeupsecretmadeupsecretmadeupsecret42",
                        "Region": "us-east-1"
                    }
                },
                "Auth": {
                    "Default": {
                        "OAuth": {
                            "WebDomain": "made-up.auth.us-east-1.amazoncognito.com",
                            "AppClientId": "7p0o9i8u6y5t4r3e2w1qazsxdc",
                            "SignInRedirectURI": "myapp://",
                            "Scopes": ["openid"]
                        },
                        "authenticationFlowType": "USER_SRP_AUTH",
                        "passwordProtectionSettings": { "passwordPolicyMinLength": 8, "passwordPolicyCharacters": [] }
                    }
                }
            }
        }
    }
}''';
